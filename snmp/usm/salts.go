package usm

import (
	"crypto/rand"
	"encoding/binary"
)

// Salts are the numbers that make every encrypted message another one. The zero value begins anywhere; it is not for
// several goroutines.
type Salts struct{ last uint64 }

// Next returns a salt for this protocol that it has not returned before (RFC 3414, section 8.1.1.1 for DES, with
// snmpEngineBoots in it; RFC 3826, section 3.1.2.1 for AES).
func (s *Salts) Next(protocol string, boots uint32) []byte {
	if s.last == 0 {
		var start [8]byte
		_, _ = rand.Read(start[:]) // never fails
		s.last = binary.BigEndian.Uint64(start[:])
	}
	s.last++
	salt := binary.BigEndian.AppendUint64(nil, s.last)
	if protocol == DES {
		binary.BigEndian.PutUint32(salt, boots)
	}
	return salt
}
