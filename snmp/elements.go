package snmp

import "github.com/argus-power/argus/snmp/ber"

// Elements of BER are read one after the other: tag, length, contents. One that is
// cut off is read as far as it goes, and nothing is read beyond the octets.
type elements struct {
	rest []byte
	cut  bool // an element was longer than what there is; its contents are a part
}

// next returns the next element. Without one, or with a header that is no
// header, ok is false.
func (b *elements) next() (tag byte, contents []byte, ok bool) {
	from, length := ber.Header(b.rest)
	if from == 0 {
		return 0, nil, false
	}
	if length > len(b.rest)-from {
		b.cut = true
		length = len(b.rest) - from
	}
	tag, contents = b.rest[0], b.rest[from:from+length]
	b.rest = b.rest[from+length:]
	return tag, contents, true
}

// take returns the contents of the next element, which has to be whole and of this type.
func (b *elements) take(tag byte) ([]byte, bool) {
	was := b.cut
	b.cut = false
	got, contents, ok := b.next()
	whole := !b.cut
	b.cut = b.cut || was
	return contents, ok && whole && got == tag
}

// enter opens the next element, a constructed one of this type, which may be cut off.
func (b *elements) enter(tag byte) bool {
	got, contents, ok := b.next()
	b.rest = contents
	return ok && got == tag
}

// integer returns the next element as a number of at most eight octets.
func (b *elements) integer() (int64, bool) {
	contents, ok := b.take(ber.TagInteger)
	if !ok || len(contents) == 0 || len(contents) > 8 {
		return 0, false
	}
	return ber.Signed(contents), true
}
