package usm

import (
	"crypto/hmac"
	"errors"
)

// ErrDigest is a message that whoever has the key did not send so.
var ErrDigest = errors.New("the digest is wrong")

// maxDigest is the longest digest of a protocol, in octets.
const maxDigest = 48

// Digest is what an authentication protocol puts into a message that has zeros there (RFC 3414, section 6.3.1;
// RFC 7860, section 4.2.1). An unknown protocol has none.
func Digest(protocol string, key, message []byte) []byte {
	newHash, octets := AuthHash(protocol)
	if newHash == nil {
		return nil
	}
	mac := hmac.New(newHash, key)
	_, _ = mac.Write(message)
	return mac.Sum(nil)[:octets]
}

// Verify compares the digest of a message (RFC 3414, section 6.3.2), which is a part of it: its octets become zeros
// in the message, unless it has not the size of the protocol's. The error is [ErrDigest].
func Verify(protocol string, key, message, digest []byte) error {
	_, octets := AuthHash(protocol)
	if octets == 0 || len(digest) != octets {
		return ErrDigest
	}
	var sent [maxDigest]byte
	copy(sent[:], digest)
	clear(digest)
	if !hmac.Equal(Digest(protocol, key, message), sent[:octets]) {
		return ErrDigest
	}
	return nil
}
