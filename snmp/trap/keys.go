package trap

import (
	"hash"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/usm"
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
	salts  usm.Salts
}

type hashed struct{ protocol, password string }

// of makes the keys of a user for an engine.
func (r *keyring) of(s snmp.Security, engineID []byte) *keys {
	newHash, size := usm.AuthHash(s.AuthProtocol)
	k := &keys{user: s, newHash: newHash, macSize: size, engine: engineID, ring: r}
	if newHash != nil {
		k.auth = usm.LocalKey(newHash, r.hash(s.AuthProtocol, newHash, s.AuthPassword), string(engineID))
	}
	return k
}

// privKey makes the key of the privacy protocol. Some take a megabyte of hashing for each engine: that is
// for messages that have proven their origin.
func (k *keys) privKey() []byte {
	if k.priv != nil || k.newHash == nil || usm.PrivKeySize(k.user.PrivProtocol) == 0 {
		return k.priv
	}
	password := k.ring.hash(k.user.AuthProtocol, k.newHash, k.user.PrivPassword)
	k.priv = usm.PrivKey(k.user.PrivProtocol, k.newHash, password, string(k.engine))
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
	key := usm.PasswordKey(newHash, password)
	r.hashed[at] = key
	return key
}
