package snmptest

// fields reads the elements of a SEQUENCE one by one. The first that is not what it should be makes
// all that follow empty, so that only the end needs a look.
type fields struct {
	rest []byte
	bad  bool
}

func (f *fields) next(want byte) []byte {
	tag, content, rest, err := readTLV(f.rest)
	if f.bad || err != nil || tag != want {
		f.bad, f.rest = true, nil
		return nil
	}
	f.rest = rest
	return content
}

// any reads an element of whatever tag.
func (f *fields) any() (tag byte, content []byte) {
	if len(f.rest) == 0 {
		f.bad = true
		return 0, nil
	}
	tag = f.rest[0]
	return tag, f.next(tag)
}

func (f *fields) integer() int64 {
	n, ok := readInt(f.next(TagInteger))
	f.bad = f.bad || !ok
	return n
}

func (f *fields) octets() string { return string(f.next(TagOctetString)) }

func (f *fields) sequence() *fields {
	content := f.next(tagSequence)
	return &fields{rest: content, bad: f.bad}
}

func (f *fields) oid() objectID {
	oid, ok := readOID(f.next(TagObjectID))
	f.bad = f.bad || !ok
	return oid
}
