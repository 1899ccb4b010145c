package usm

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"strings"
)

// AuthHash returns the hash of an authentication protocol and how many octets of
// it are sent (RFC 3414, sections 6 and 7; RFC 7860, section 4.1).
func AuthHash(protocol string) (newHash func() hash.Hash, octets int) {
	switch protocol {
	case MD5:
		return md5.New, 12
	case SHA:
		return sha1.New, 12
	case SHA224:
		return sha256.New224, 16
	case SHA256:
		return sha256.New, 24
	case SHA384:
		return sha512.New384, 32
	case SHA512:
		return sha512.New, 48
	}
	return nil, 0
}

// PrivKeySize is the size of the key of a privacy protocol in octets. The second
// half of the key of DES is no key but mixed into each packet (RFC 3414, section 8.1.1.1).
func PrivKeySize(protocol string) int {
	switch protocol {
	case DES, AES:
		return 16
	case AES192, AES192C:
		return 24
	case AES256, AES256C:
		return 32
	}
	return 0
}

// PrivKey makes the key of a privacy protocol for one engine, of the hashed password. Some protocols take a
// megabyte of hashing for each engine.
func PrivKey(protocol string, newHash func() hash.Hash, password []byte, engineID string) []byte {
	size := PrivKeySize(protocol)
	key := LocalKey(newHash, password, engineID)
	for len(key) < size {
		if strings.HasSuffix(protocol, "C") {
			// draft-reeder-snmpv3-usm-3desede-00, section 2.1: the key is the next password.
			key = append(key, LocalKey(newHash, PasswordKey(newHash, string(key)), engineID)...)
			continue
		}
		h := newHash() // draft-blumenthal-aes-usm-04, section 3.1.2.1
		_, _ = h.Write(key)
		key = h.Sum(key)
	}
	return key[:size]
}

// PasswordKey hashes a megabyte of the password (RFC 3414, appendix A.2).
func PasswordKey(newHash func() hash.Hash, password string) []byte {
	const megabyte = 1 << 20
	h := newHash()
	if password == "" {
		return h.Sum(nil)
	}
	chunk := []byte(strings.Repeat(password, 1024/len(password)+1))
	left := megabyte
	for ; left > len(chunk); left -= len(chunk) {
		_, _ = h.Write(chunk)
	}
	_, _ = h.Write(chunk[:left])
	return h.Sum(nil)
}

// LocalKey binds a key to an engine (RFC 3414, section 2.6).
func LocalKey(newHash func() hash.Hash, key []byte, engineID string) []byte {
	h := newHash()
	_, _ = h.Write(key)
	_, _ = h.Write([]byte(engineID))
	_, _ = h.Write(key)
	return h.Sum(nil)
}
