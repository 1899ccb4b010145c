package usm

import (
	"encoding/binary"
	"testing"
)

// TestSalts holds that salts count, from anywhere, and that those of DES begin with the boots.
func TestSalts(t *testing.T) {
	var s Salts
	first := binary.BigEndian.Uint64(s.Next(AES, 3))
	if second := binary.BigEndian.Uint64(s.Next(AES, 3)); second != first+1 {
		t.Errorf("%x follows %x", second, first)
	}
	salt := s.Next(DES, 0x01020304)
	boots, count := binary.BigEndian.Uint32(salt), binary.BigEndian.Uint32(salt[4:])
	if boots != 0x01020304 || count != uint32(first+2) {
		t.Errorf("the salt of DES is %x, after two from %x", salt, first)
	}
	if other := binary.BigEndian.Uint64(new(Salts).Next(AES, 3)); other == first {
		t.Errorf("two begin with %x", other)
	}
}
