package usm

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"
)

// example is what was published of a cipher.
type example struct {
	key, plain, secret string
	privacy            Privacy
}

// examples are from NIST SP 800-38A, appendix F.3 (CFB128), and FIPS 81, table C1 (CBC). The initialisation vector of
// AES is boots, clock and salt, 000102..0f; that of DES the second half of the key and the salt, 1234567890abcdef.
func examples() []example {
	aes := func(protocol string) Privacy {
		return Privacy{
			Protocol: protocol, Boots: 0x00010203, Clock: 0x04050607, Salt: []byte{8, 9, 10, 11, 12, 13, 14, 15},
		}
	}
	plain := "6bc1bee22e409f96e93d7e117393172a"
	return []example{
		{"2b7e151628aed2a6abf7158809cf4f3c", plain, "3b3fd92eb72dad20333449f8e83cfb4a", aes(AES)},
		{
			"8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", plain,
			"cdc80d6fddf18cab34c25909c99a4174", aes(AES192),
		},
		{
			"603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", plain,
			"dc7e84bfda79164b7ecd8486985d3860", aes(AES256C),
		},
		{
			"0123456789abcdef" + "1234567890abc0ff", hex.EncodeToString([]byte("Now is the time for all ")),
			"e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6",
			Privacy{Protocol: DES, Salt: []byte{0, 0, 0, 0, 0, 0, 0x0d, 0x10}},
		},
	}
}

func decode(t *testing.T, text string) []byte {
	t.Helper()
	octets, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return octets
}

func TestPrivacy(t *testing.T) {
	for _, e := range examples() {
		e.privacy.Key = decode(t, e.key)
		scoped, secret := decode(t, e.plain), decode(t, e.secret)
		got, err := e.privacy.Encrypt(scoped)
		if err != nil || !bytes.Equal(got, secret) || &got[0] != &scoped[0] {
			t.Errorf("%s: encrypted to %x, %v, want %x in its place", e.privacy.Protocol, got, err, secret)
		}
		if err := e.privacy.Decrypt(secret); err != nil || !bytes.Equal(secret, decode(t, e.plain)) {
			t.Errorf("%s: decrypted to %x, %v, want %s", e.privacy.Protocol, secret, err, e.plain)
		}
	}
}

// TestSizes encrypts and decrypts PDUs of all sizes: DES fills up its blocks, AES needs none.
func TestSizes(t *testing.T) {
	for _, e := range examples() {
		e.privacy.Key = decode(t, e.key)
		for size := range 40 {
			plain := bytes.Repeat([]byte{7}, size)
			secret, err := e.privacy.Encrypt(bytes.Clone(plain))
			want := size
			if e.privacy.Protocol == DES {
				want = (size + 7) / 8 * 8
			}
			if err != nil || len(secret) != want {
				t.Fatalf("%s: %d octets become %d, %v, want %d", e.privacy.Protocol, size, len(secret), err, want)
			}
			if err := e.privacy.Decrypt(secret); err != nil || !bytes.Equal(secret[:size], plain) {
				t.Errorf("%s: %d octets become %x, %v", e.privacy.Protocol, size, secret, err)
			}
		}
	}
}

// TestErrDecryption has no key, no salt or no whole block, and leaves the PDU as it was.
func TestErrDecryption(t *testing.T) {
	for _, e := range examples() {
		e.privacy.Key = decode(t, e.key)
		for name, spoil := range map[string]func(*Privacy){
			"no key":      func(p *Privacy) { p.Key = nil },
			"a short key": func(p *Privacy) { p.Key = p.Key[:15] },
			"no salt":     func(p *Privacy) { p.Salt = nil },
			"a long salt": func(p *Privacy) { p.Salt = make([]byte, 9) },
		} {
			p := e.privacy
			spoil(&p)
			scoped := make([]byte, 16)
			if err := p.Decrypt(scoped); !errors.Is(err, ErrDecryption) {
				t.Errorf("%s, %s: decrypted, %v", e.privacy.Protocol, name, err)
			}
			if _, err := p.Encrypt(scoped); !errors.Is(err, ErrDecryption) {
				t.Errorf("%s, %s: encrypted, %v", e.privacy.Protocol, name, err)
			}
			if !bytes.Equal(scoped, make([]byte, 16)) {
				t.Errorf("%s, %s: it is %x", e.privacy.Protocol, name, scoped)
			}
		}
		if err := e.privacy.Decrypt(make([]byte, 15)); errors.Is(err, ErrDecryption) != (e.privacy.Protocol == DES) {
			t.Errorf("%s: 15 octets: %v", e.privacy.Protocol, err)
		}
	}
	p := Privacy{Protocol: AES, Key: make([]byte, 17), Salt: make([]byte, 8)}
	if err := p.Decrypt(make([]byte, 16)); !errors.Is(err, ErrDecryption) {
		t.Errorf("a key of 17 octets: %v", err)
	}
}
