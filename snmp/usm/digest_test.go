package usm

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"
)

// TestDigest computes the first digests of RFC 2202 and RFC 4231, as much as is sent of them.
func TestDigest(t *testing.T) {
	for protocol, want := range map[string]string{
		MD5:    "9294727a3638bb1c13f48ef8",
		SHA:    "b617318655057264e28bc0b6",
		SHA224: "896fb1128abbdf196832107cd49df33f",
		SHA256: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da7",
		SHA384: "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c",
		SHA512: "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4",
	} {
		key := bytes.Repeat([]byte{0x0b}, 20)
		if protocol == MD5 {
			key = key[:16]
		}
		if got := hex.EncodeToString(Digest(protocol, key, []byte("Hi There"))); got != want {
			t.Errorf("%s: %s, want %s", protocol, got, want)
		}
	}
	if got := Digest("", []byte("key"), []byte("message")); got != nil {
		t.Errorf("no protocol has the digest %x", got)
	}
}

// TestVerify changes what was signed, and who signs.
func TestVerify(t *testing.T) {
	key := []byte("the key of a user")
	for _, protocol := range []string{MD5, SHA, SHA224, SHA256, SHA384, SHA512} {
		_, octets := AuthHash(protocol)
		signed := func() (message, digest []byte) {
			message = make([]byte, 100)
			digest = message[20 : 20+octets]
			copy(digest, Digest(protocol, key, message))
			return message, digest
		}
		message, digest := signed()
		if err := Verify(protocol, key, message, digest); err != nil {
			t.Errorf("%s: %v", protocol, err)
		}
		if !bytes.Equal(message, make([]byte, 100)) {
			t.Errorf("%s: the digest is still in the message", protocol)
		}
		for _, at := range []int{0, 20, 20 + octets - 1, 99} { // in front of it, its ends, behind it
			message, digest = signed()
			message[at] ^= 1
			wantErrDigest(t, protocol, Verify(protocol, key, message, digest))
		}
		message, digest = signed()
		wantErrDigest(t, protocol, Verify(protocol, []byte("another key"), message, digest))
		message, digest = signed()
		for _, wrong := range [][]byte{nil, digest[:octets-1], message[20 : 20+octets+1]} {
			wantErrDigest(t, protocol, Verify(protocol, key, message, wrong))
		}
		if err := Verify(protocol, key, message, digest); err != nil {
			t.Errorf("%s: after a digest of another size: %v", protocol, err)
		}
	}
	wantErrDigest(t, "none", Verify("", nil, []byte("message"), nil))
}

func wantErrDigest(t *testing.T, protocol string, err error) {
	t.Helper()
	if !errors.Is(err, ErrDigest) {
		t.Errorf("%s: %v, want %v", protocol, err, ErrDigest)
	}
}
