package usm

import (
	"encoding/hex"
	"testing"
)

// TestKeysOfRFC3414 makes the keys of appendix A.3.
func TestKeysOfRFC3414(t *testing.T) {
	engineID := string([]byte{11: 2})
	for protocol, want := range map[string]struct{ hashed, local string }{
		MD5: {"9faf3283884e92834ebc9847d8edd963", "526f5eed9fcce26f8964c2930787d82b"},
		SHA: {"9fb5cc0381497b3793528939ff788d5d79145211", "6695febc9288e36282235fc7151f128497b38f3f"},
	} {
		newHash, _ := AuthHash(protocol)
		hashed := PasswordKey(newHash, "maplesyrup")
		if got := hex.EncodeToString(hashed); got != want.hashed {
			t.Errorf("%s: the password is hashed to %s, want %s", protocol, got, want.hashed)
		}
		if got := hex.EncodeToString(LocalKey(newHash, hashed, engineID)); got != want.local {
			t.Errorf("%s: the key is %s, want %s", protocol, got, want.local)
		}
		if got := hex.EncodeToString(PrivKey(DES, newHash, hashed, engineID)); got != want.local[:32] {
			t.Errorf("%s: the key of DES is %s, want %s", protocol, got, want.local[:32])
		}
	}
}

// TestPrivKey holds that every hash makes keys of the right size, which begin with the key of the engine; that
// they are those of other programs is held where packages snmp and trap talk to them.
func TestPrivKey(t *testing.T) {
	password := []byte("a password that was hashed")
	sizes := map[string]int{DES: 16, AES: 16, AES192: 24, AES192C: 24, AES256: 32, AES256C: 32}
	for _, auth := range []string{MD5, SHA, SHA224, SHA256, SHA384, SHA512} {
		newHash, _ := AuthHash(auth)
		local := hex.EncodeToString(LocalKey(newHash, password, "engine"))
		made := map[string]string{}
		for priv, size := range sizes {
			key := PrivKey(priv, newHash, password, "engine")
			made[priv] = hex.EncodeToString(key)
			if n := min(2*size, len(local)); len(key) != size || PrivKeySize(priv) != size || made[priv][:n] != local[:n] {
				t.Errorf("%s and %s: the key is %s, want %d octets", auth, priv, made[priv], size)
			}
		}
		if long := len(local) >= 64; (made[AES256] == made[AES256C]) != long {
			t.Errorf("%s: the keys are made longer in one way: %s", auth, made[AES256])
		}
	}
}

// TestUnknown asks for protocols that there are not, and for a key of no password.
func TestUnknown(t *testing.T) {
	for _, name := range []string{"", "md5", "SHA1", "3DES"} {
		if newHash, octets := AuthHash(name); newHash != nil || octets != 0 || PrivKeySize(name) != 0 {
			t.Errorf("%q is a protocol", name)
		}
	}
	newHash, _ := AuthHash(MD5)
	if got := hex.EncodeToString(PasswordKey(newHash, "")); got != "d41d8cd98f00b204e9800998ecf8427e" {
		t.Errorf("no password is hashed to %s", got)
	}
}
