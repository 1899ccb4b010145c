package snmptest

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"
	"strings"

	"github.com/argus-power/argus/snmp"
)

// authentication is a protocol of RFC 3414 or RFC 7860: a hash and how much of its HMAC is sent.
type authentication struct {
	hash func() hash.Hash
	size int
}

func authenticationOf(name string) (a authentication, ok bool) {
	switch strings.ToUpper(name) {
	case "MD5":
		return authentication{md5.New, 12}, true
	case "SHA":
		return authentication{sha1.New, 12}, true
	case "SHA224":
		return authentication{sha256.New224, 16}, true
	case "SHA256":
		return authentication{sha256.New, 24}, true
	case "SHA384":
		return authentication{sha512.New384, 32}, true
	case "SHA512":
		return authentication{sha512.New, 48}, true
	}
	return authentication{}, false
}

func (a authentication) mac(key, message []byte) []byte {
	mac := hmac.New(a.hash, key)
	mac.Write(message)
	return mac.Sum(nil)[:a.size]
}

// key makes a key of a password for one engine (RFC 3414, section A.2).
func (a authentication) key(secret []byte, engineID string) []byte {
	const million = 1 << 20
	long := a.hash()
	for n := 0; n < million; n += len(secret) {
		long.Write(secret[:min(len(secret), million-n)])
	}
	master := long.Sum(nil)
	local := a.hash()
	local.Write(master)
	local.Write([]byte(engineID))
	local.Write(master)
	return local.Sum(nil)
}

// A user is who may read, with the keys for the agent's engine.
type user struct {
	snmp.Security
	auth    authentication
	authKey []byte
	privKey []byte
	des     bool
}

// newUser makes the keys. Passwords may be left out with their protocols.
func newUser(s snmp.Security, engineID string) (user, error) {
	u := user{Security: s}
	if s.AuthProtocol == "" {
		return u, nil
	}
	var ok bool
	if u.auth, ok = authenticationOf(s.AuthProtocol); !ok || s.AuthPassword == "" {
		return u, fmt.Errorf("snmptest: user %s: no authentication with %q", s.User, s.AuthProtocol)
	}
	u.authKey = u.auth.key([]byte(s.AuthPassword), engineID)
	if s.PrivProtocol == "" {
		return u, nil
	}
	size := 0
	switch strings.ToUpper(s.PrivProtocol) {
	case "DES":
		size, u.des = 16, true
	case "AES":
		size = 16
	case "AES192", "AES192C":
		size = 24
	case "AES256", "AES256C":
		size = 32
	}
	if size == 0 || s.PrivPassword == "" {
		return u, fmt.Errorf("snmptest: user %s: no privacy with %q", s.User, s.PrivProtocol)
	}
	reeder := strings.HasSuffix(strings.ToUpper(s.PrivProtocol), "C")
	u.privKey = u.stretch(u.auth.key([]byte(s.PrivPassword), engineID), size, reeder, engineID)
	return u, nil
}

// stretch makes a key long enough: by hashing it (draft-blumenthal-aes-usm-04) or by making a key
// of it as of a password (draft-reeder-snmpv3-usm-3desede-00), which is what Cisco does.
func (u user) stretch(key []byte, size int, reeder bool, engineID string) []byte {
	last := key
	for len(key) < size {
		if reeder {
			last = u.auth.key(last, engineID)
		} else {
			h := u.auth.hash()
			h.Write(key)
			last = h.Sum(nil)
		}
		key = append(key[:len(key):len(key)], last...)
	}
	return key[:size]
}
