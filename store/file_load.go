package store

import (
	"encoding/binary"

	"github.com/argus-power/argus/power"
	bolt "go.etcd.io/bbolt"
)

// perRead is how many records are looked at within one transaction: as long as one lasts, the file cannot reuse
// what was freed.
const perRead = 1000

// survivors finds out what commits go on from: the greatest sequence number, and the devices whose record
// is damaged.
func (f *file) survivors(tx *bolt.Tx) error {
	f.orphans = make(map[uint32]bool)
	if payload, ok := unseal(metaTable, []byte(metaSeq), in(tx, metaTable).Get([]byte(metaSeq))); ok && len(payload) == 8 {
		f.seq = binary.BigEndian.Uint64(payload)
	}
	c := in(tx, eventTable).Cursor()
	for key, value := c.Last(); key != nil; key, value = c.Prev() {
		if _, ok := unseal(eventTable, key, value); ok { // one that is damaged may have any number
			f.seq = max(f.seq, binary.BigEndian.Uint64(key))
			break
		}
	}
	return in(tx, deviceTable).ForEach(func(key, value []byte) error {
		if len(key) != 4 {
			return nil
		}
		if payload, ok := unseal(deviceTable, key, value); !ok || !decodes(deviceTable, key, payload) {
			f.orphans[binary.BigEndian.Uint32(key)] = true
		}
		return nil
	})
}

// load hands over every device there is. One without a sound meter has an empty one.
func (f *file) load(each func(id uint32, c *cold, m *power.Meter)) error {
	type device struct {
		write
		key []byte
	}
	var next []byte
	for {
		var list []device
		err := f.view(func(tx *bolt.Tx) error {
			key, value, c := seekAfter(in(tx, deviceTable), next)
			for n := 0; key != nil && n < perRead; n++ {
				d := device{key: append([]byte(nil), key...)}
				if payload, ok := unseal(deviceTable, key, value); ok {
					d.cold, _ = decodeCold(payload)
				}
				if d.cold != nil {
					d.id, d.meter = binary.BigEndian.Uint32(key), meterOf(tx, key)
				}
				list = append(list, d)
				key, value = c.Next()
			}
			return nil
		})
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			if d := &list[i]; d.cold != nil {
				each(d.id, d.cold, d.meter)
			}
		}
		next = list[len(list)-1].key
	}
}

func meterOf(tx *bolt.Tx, key []byte) *power.Meter {
	if payload, ok := unseal(energyTable, key, in(tx, energyTable).Get(key)); ok {
		if m, ok := decodeMeter(payload); ok {
			return m
		}
	}
	return new(power.Meter)
}

// seekAfter finds the first key after another one; nil is before all.
func seekAfter(b *bolt.Bucket, last []byte) (key, value []byte, c *bolt.Cursor) {
	c = b.Cursor()
	if last == nil {
		key, value = c.First()
		return key, value, c
	}
	key, value = c.Seek(last)
	if string(key) == string(last) {
		key, value = c.Next()
	}
	return key, value, c
}
