package snmp

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"strings"
)

// authHash returns the hash of an authentication protocol and how many octets of
// it are sent (RFC 3414, sections 6 and 7; RFC 7860, section 4.1).
func authHash(protocol string) (newHash func() hash.Hash, octets int) {
	switch protocol {
	case authMD5:
		return md5.New, 12
	case authSHA:
		return sha1.New, 12
	case authSHA224:
		return sha256.New224, 16
	case authSHA256:
		return sha256.New, 24
	case authSHA384:
		return sha512.New384, 32
	case authSHA512:
		return sha512.New, 48
	}
	return nil, 0
}

// privKeySize is the size of the key of a privacy protocol in octets. The second
// half of the key of DES is no key but mixed into each packet (RFC 3414, section 8.1.1.1).
func privKeySize(protocol string) int {
	switch protocol {
	case privDES, privAES:
		return 16
	case privAES192, privAES192C:
		return 24
	case privAES256, privAES256C:
		return 32
	}
	return 0
}

// deriveKeys makes the keys of a user for one engine. It takes milliseconds: a
// megabyte is hashed for each password (RFC 3414, section 2.6), so that keys are kept.
func deriveKeys(s Security, engineID string) (auth, priv []byte) {
	newHash, _ := authHash(s.AuthProtocol)
	if newHash == nil {
		return nil, nil
	}
	auth = localize(newHash, passwordKey(newHash, s.AuthPassword), engineID)
	if s.PrivProtocol == "" {
		return auth, nil
	}
	size := privKeySize(s.PrivProtocol)
	priv = localize(newHash, passwordKey(newHash, s.PrivPassword), engineID)
	for len(priv) < size {
		if strings.HasSuffix(s.PrivProtocol, "C") {
			// draft-reeder-snmpv3-usm-3desede-00, section 2.1: the key is the next password.
			priv = append(priv, localize(newHash, passwordKey(newHash, string(priv)), engineID)...)
			continue
		}
		h := newHash() // draft-blumenthal-aes-usm-04, section 3.1.2.1
		_, _ = h.Write(priv)
		priv = h.Sum(priv)
	}
	return auth, priv[:size]
}

// passwordKey hashes a megabyte of the password (RFC 3414, appendix A.2).
func passwordKey(newHash func() hash.Hash, password string) []byte {
	const megabyte = 1 << 20
	h := newHash()
	chunk := []byte(strings.Repeat(password, 1024/len(password)+1))
	left := megabyte
	for ; left > len(chunk); left -= len(chunk) {
		_, _ = h.Write(chunk)
	}
	_, _ = h.Write(chunk[:left])
	return h.Sum(nil)
}

// localize binds a key to an engine (RFC 3414, section 2.6).
func localize(newHash func() hash.Hash, key []byte, engineID string) []byte {
	h := newHash()
	_, _ = h.Write(key)
	_, _ = h.Write([]byte(engineID))
	_, _ = h.Write(key)
	return h.Sum(nil)
}
