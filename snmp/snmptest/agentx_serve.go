//go:build unix

package snmptest

import (
	"encoding/binary"
	"slices"
)

// axRange is where a request looks: from start, with it or behind it, to before end, if there is one.
type axRange struct {
	start, end objectID
	include    bool
}

// serve answers snmpd until the connection ends.
func (x *agentX) serve() {
	for {
		p, err := x.read()
		if err != nil {
			return
		}
		if p.kind == axCleanup || p.kind == axResponse {
			continue
		}
		p.payload = x.answer(p)
		p.kind = axResponse
		if x.write(p) != nil {
			return
		}
	}
}

func (x *agentX) answer(p axPDU) []byte {
	x.mu.Lock()
	defer x.mu.Unlock()
	answer := make([]byte, 8) // time, error and index
	switch p.kind {
	case axGet:
		for _, r := range axRanges(p.payload) {
			answer = axBind(answer, x.get(r.start))
		}
	case axGetNext:
		for _, r := range axRanges(p.payload) {
			answer = axBind(answer, x.next(r))
		}
	case axGetBulk:
		if len(p.payload) >= 4 {
			answer = x.bulk(answer, p.payload)
		}
	case axTestSet:
		binary.BigEndian.PutUint16(answer[4:], axNotWritable)
		binary.BigEndian.PutUint16(answer[6:], 1)
	}
	return answer
}

func (x *agentX) get(oid objectID) row {
	if i, found := x.tree.find(oid); found && x.tree.rows[i].value.Tag != TagNull {
		return x.tree.rows[i]
	}
	return row{oid, Value{Tag: TagNoSuchInstance}}
}

func (x *agentX) next(r axRange) row {
	i, found := x.tree.find(r.start)
	if found && !r.include {
		i++
	}
	// snmpd takes a NULL for no answer, and stops looking.
	for i < len(x.tree.rows) && x.tree.rows[i].value.Tag == TagNull {
		i++
	}
	if i == len(x.tree.rows) ||
		len(r.end) > 0 && slices.Compare(x.tree.rows[i].oid, r.end) >= 0 {
		return row{r.start, Value{Tag: TagEndOfMibView}}
	}
	return x.tree.rows[i]
}

func (x *agentX) bulk(answer, payload []byte) []byte {
	ranges := axRanges(payload[4:])
	nonRepeaters := min(int(binary.BigEndian.Uint16(payload)), len(ranges))
	for _, r := range ranges[:nonRepeaters] {
		answer = axBind(answer, x.next(r))
	}
	repeaters := ranges[nonRepeaters:]
	for range binary.BigEndian.Uint16(payload[2:]) {
		for i := range repeaters {
			next := x.next(repeaters[i])
			answer = axBind(answer, next)
			repeaters[i].start, repeaters[i].include = next.oid, false
		}
	}
	return answer
}

func axOID(oid objectID) []byte {
	b := []byte{byte(len(oid)), 0, 0, 0} // no prefix, not included
	for _, n := range oid {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return b
}

// axOctets appends a string, filled up to a multiple of four bytes.
func axOctets(b []byte, s string) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
	b = append(b, s...)
	return append(b, make([]byte, (4-len(s)%4)%4)...)
}

func axBind(b []byte, r row) []byte {
	b = append(b, 0, r.value.Tag, 0, 0)
	b = append(b, axOID(r.oid)...)
	content := []byte(r.value.Data)
	switch r.value.Tag {
	case TagInteger:
		n, _ := readInt(content)
		return binary.BigEndian.AppendUint32(b, uint32(n))
	case TagCounter32, TagGauge32, TagTimeTicks:
		n, _ := readUint(content)
		return binary.BigEndian.AppendUint32(b, uint32(n))
	case TagCounter64:
		n, _ := readUint(content)
		return binary.BigEndian.AppendUint64(b, n)
	case TagObjectID:
		oid, _ := readOID(content)
		return append(b, axOID(oid)...)
	case TagOctetString, TagIPAddress, TagOpaque:
		return axOctets(b, r.value.Data)
	}
	return b // NULL and the exceptions have no content
}

// axRanges reads pairs of object identifiers. What is cut off is left out.
func axRanges(b []byte) []axRange {
	var list []axRange
	for len(b) > 0 {
		var r axRange
		r.start, r.include, b = axReadOID(b)
		r.end, _, b = axReadOID(b)
		list = append(list, r)
	}
	return list
}

func axReadOID(b []byte) (oid objectID, include bool, rest []byte) {
	if len(b) < 4 || len(b) < 4+4*int(b[0]) {
		return nil, false, nil
	}
	n, prefix, include, b := int(b[0]), b[1], b[2] != 0, b[4:]
	if prefix != 0 {
		oid = objectID{1, 3, 6, 1, uint32(prefix)}
	}
	for range n {
		oid, b = append(oid, binary.BigEndian.Uint32(b)), b[4:]
	}
	return oid, include, b
}
