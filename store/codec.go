package store

import (
	"encoding/binary"
	"hash/crc32"
)

// A table is a bucket of the file. It knows what its keys and values can be, so that nothing is
// touched of what a damaged file claims to hold beyond that.
type table uint8

const (
	metaTable   table = 1 + iota // of the file itself, by name
	deviceTable                  // id(4) -> cold, JSON
	energyTable                  // id(4) -> meter
	eventTable                   // seq(8) -> record
	dayTable                     // day(4) id(4) -> totals
	monthTable                   // month(4) id(4) -> totals
	endTables
)

// The keys of metaTable.
const (
	metaSchema  = "schema"
	metaID      = "id"
	metaCreated = "created"
	metaSeq     = "seq" // the greatest sequence number ever used
)

// recordVersion is the first byte of each value.
const recordVersion = 1

// overhead is what seal adds to a payload.
const overhead = 1 + crc32.Size

func (t table) String() string {
	switch t {
	case metaTable:
		return "meta"
	case deviceTable:
		return "devices"
	case energyTable:
		return "energy"
	case eventTable:
		return "events"
	case dayTable:
		return "days"
	case monthTable:
		return "months"
	}
	return ""
}

func (t table) name() []byte { return []byte(t.String()) }

// tableOf returns the table of a bucket's name, 0 for none.
func tableOf(name []byte) table {
	for t := metaTable; t < endTables; t++ {
		if t.String() == string(name) {
			return t
		}
	}
	return 0
}

// limits returns how long keys and values are at least and at most.
func (t table) limits() (minKey, maxKey, maxValue int) {
	switch t {
	case metaTable:
		return 1, 16, 64
	case deviceTable:
		return 4, 4, maxCold + overhead
	case energyTable:
		return 4, 4, 2048
	case eventTable:
		return 8, 8, 4096
	case dayTable, monthTable:
		return 8, 8, 128
	}
	return 0, 0, 0
}

// fill is how full the pages of a table are made. Where keys only ascend, the halves of a page
// that was split would never be filled.
func (t table) fill() float64 {
	switch t {
	case eventTable, dayTable, monthTable:
		return .95
	case energyTable:
		return .9 // all are written at each flush: full pages halve that. Numbers grow a little.
	case deviceTable:
		return .8
	}
	return .5
}

// seal makes a value of a payload: version, payload, CRC-32C of table, key, version and payload.
func seal(t table, key, payload []byte) []byte {
	value := make([]byte, 0, len(payload)+overhead)
	value = append(value, recordVersion)
	value = append(value, payload...)
	return binary.BigEndian.AppendUint32(value, checksum(t, key, value))
}

// unseal returns the payload of a value. It looks at lengths before it touches a byte: a damaged
// page may give slices that run past the end of the file.
func unseal(t table, key, value []byte) ([]byte, bool) {
	minKey, maxKey, maxValue := t.limits()
	if len(key) < minKey || len(key) > maxKey || len(value) < overhead || len(value) > maxValue {
		return nil, false
	}
	body := value[:len(value)-crc32.Size]
	sum := binary.BigEndian.Uint32(value[len(body):])
	if body[0] != recordVersion || sum != checksum(t, key, body) {
		return nil, false
	}
	return body[1:], true
}

// checksum covers the table as well, so that a record that landed in a wrong one is not taken for sound.
func checksum(t table, key, body []byte) uint32 {
	poly := crc32.MakeTable(crc32.Castagnoli)
	return crc32.Update(crc32.Update(uint32(t), poly, key), poly, body)
}

func idKey(id uint32) []byte { return binary.BigEndian.AppendUint32(nil, id) }

func seqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }
