package trap

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"strings"

	"github.com/argus-power/argus/snmp"
)

// keys are those of one user for one engine.
type keys struct {
	user    snmp.Security
	newHash func() hash.Hash // nil: the user needs no password
	macSize int              // octets of the digest that are sent
	auth    []byte
	priv    []byte // made when it is wanted first: see privKey
	engine  []byte
	ring    *keyring
}

// privDES is the one protocol that does not work like the others.
const privDES = "DES"

// authHash returns the hash of an authentication protocol and how many octets of it are sent (RFC
// 3414, sections 6 and 7; RFC 7860, section 4.1).
func authHash(protocol string) (newHash func() hash.Hash, octets int) {
	switch protocol {
	case "MD5":
		return md5.New, 12
	case "SHA":
		return sha1.New, 12
	case "SHA224":
		return sha256.New224, 16
	case "SHA256":
		return sha256.New, 24
	case "SHA384":
		return sha512.New384, 32
	case "SHA512":
		return sha512.New, 48
	}
	return nil, 0
}

// privSize is the size of the key of a privacy protocol in octets; that of DES is half a key and half
// a salt (RFC 3414, section 8.1.1.1).
func privSize(protocol string) int {
	switch protocol {
	case privDES, "AES":
		return 16
	case "AES192", "AES192C":
		return 24
	case "AES256", "AES256C":
		return 32
	}
	return 0
}

// level is what a message of the user has to have.
func (k *keys) level() byte {
	switch {
	case k.user.PrivProtocol != "":
		return flagAuth | flagPriv
	case k.user.AuthProtocol != "":
		return flagAuth
	}
	return 0
}

// maxPasswords bounds the hashed passwords that are kept. A configuration has a handful.
const maxPasswords = 256

// A keyring keeps the hashes of passwords: each takes a megabyte of hashing, and anyone may ask for the
// keys of another engine with every datagram. To localize them is cheap.
type keyring struct {
	hashed map[hashed][]byte
	salt   uint64 // of the last message that was encrypted
}

type hashed struct{ protocol, password string }

// of makes the keys of a user for an engine.
func (r *keyring) of(s snmp.Security, engineID []byte) *keys {
	newHash, size := authHash(s.AuthProtocol)
	k := &keys{user: s, newHash: newHash, macSize: size, engine: engineID, ring: r}
	if newHash != nil {
		k.auth = localize(newHash, r.hash(s.AuthProtocol, newHash, s.AuthPassword), engineID)
	}
	return k
}

// privKey makes the key of the privacy protocol. Some take a megabyte of hashing for each engine: that is
// for messages that have proven their origin.
func (k *keys) privKey() []byte {
	want := privSize(k.user.PrivProtocol)
	if k.priv != nil || k.newHash == nil || want == 0 {
		return k.priv
	}
	key := localize(k.newHash, k.ring.hash(k.user.AuthProtocol, k.newHash, k.user.PrivPassword), k.engine)
	for len(key) < want {
		if strings.HasSuffix(k.user.PrivProtocol, "C") {
			// draft-reeder-snmpv3-usm-3desede-00, section 2.1: the key is the next password.
			key = append(key, localize(k.newHash, passwordKey(k.newHash, string(key)), k.engine)...)
			continue
		}
		h := k.newHash() // draft-blumenthal-aes-usm-04, section 3.1.2.1
		_, _ = h.Write(key)
		key = h.Sum(key)
	}
	k.priv = key[:want]
	return k.priv
}

func (r *keyring) hash(protocol string, newHash func() hash.Hash, password string) []byte {
	at := hashed{protocol, password}
	if key := r.hashed[at]; key != nil {
		return key
	}
	if r.hashed == nil || len(r.hashed) >= maxPasswords {
		r.hashed = map[hashed][]byte{}
	}
	key := passwordKey(newHash, password)
	r.hashed[at] = key
	return key
}

// passwordKey hashes a megabyte of the password (RFC 3414, appendix A.2).
func passwordKey(newHash func() hash.Hash, password string) []byte {
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

// localize binds a key to an engine (RFC 3414, section 2.6).
func localize(newHash func() hash.Hash, key, engineID []byte) []byte {
	h := newHash()
	_, _ = h.Write(key)
	_, _ = h.Write(engineID)
	_, _ = h.Write(key)
	return h.Sum(nil)
}
