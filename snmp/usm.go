package snmp

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/hmac"
	"encoding/binary"
	"errors"
)

// Bits of msgFlags (RFC 3412, section 6.4).
const (
	flagAuth = 1
	flagPriv = 2
)

// A v3Header is what stands in front of the PDU of an SNMPv3 message (RFC 3412,
// section 6; RFC 3414, section 2.4). The octets are those of the datagram.
type v3Header struct {
	id       int64
	maxSize  int64
	flags    byte
	engineID []byte
	boots    int64
	clock    int64
	user     []byte
	mac      []byte
	salt     []byte
}

var (
	errHeader     = errors.New("the header of version 3 is not readable")
	errDigest     = errors.New("the digest is wrong")
	errDecryption = errors.New("the contents cannot be decrypted")
)

// parse reads the header from a message after its version, up to the scoped PDU.
func (h *v3Header) parse(b *ber) error {
	global, ok := b.take(tagSequence)
	if !ok {
		return errHeader
	}
	g := ber{rest: global}
	var flags []byte
	var model int64
	for _, read := range []func() bool{
		func() (ok bool) { h.id, ok = g.integer(); return ok },
		func() (ok bool) { h.maxSize, ok = g.integer(); return ok },
		func() (ok bool) { flags, ok = g.take(tagOctets); return ok && len(flags) == 1 },
		func() (ok bool) { model, ok = g.integer(); return ok && model == 3 },
	} {
		if !read() {
			return errHeader
		}
	}
	h.flags = flags[0]
	parameters, ok := b.take(tagOctets)
	if !ok {
		return errHeader
	}
	return h.parseUSM(&ber{rest: parameters})
}

func (h *v3Header) parseUSM(b *ber) error {
	if !b.enter(tagSequence) || b.cut {
		return errHeader
	}
	for _, read := range []func() bool{
		func() (ok bool) { h.engineID, ok = b.take(tagOctets); return ok },
		func() (ok bool) { h.boots, ok = b.integer(); return ok && h.boots>>31 == 0 },
		func() (ok bool) { h.clock, ok = b.integer(); return ok && h.clock>>31 == 0 },
		func() (ok bool) { h.user, ok = b.take(tagOctets); return ok },
		func() (ok bool) { h.mac, ok = b.take(tagOctets); return ok },
		func() (ok bool) { h.salt, ok = b.take(tagOctets); return ok },
	} {
		if !read() {
			return errHeader
		}
	}
	return nil
}

// verify compares the digest of a message (RFC 3414, section 6.3.2). The octets
// of the digest become zeros in the message.
func (e *engine) verify(message []byte, h *v3Header) error {
	newHash, octets := AuthHash(e.user.AuthProtocol)
	if newHash == nil || len(h.mac) != octets || string(h.engineID) != e.id {
		return errDigest
	}
	var sent [48]byte
	copy(sent[:], h.mac)
	clear(h.mac)
	mac := hmac.New(newHash, e.auth)
	_, _ = mac.Write(message)
	if !hmac.Equal(mac.Sum(nil)[:octets], sent[:octets]) {
		return errDigest
	}
	return nil
}

// decrypt decrypts the scoped PDU in its place (RFC 3414, section 8.1.1.3; RFC
// 3826, section 3.1.4).
func (e *engine) decrypt(scoped []byte, h *v3Header) error {
	if len(h.salt) != 8 || len(e.priv) < 16 {
		return errDecryption
	}
	if e.user.PrivProtocol == privDES {
		return e.decryptDES(scoped, h)
	}
	block, err := aes.NewCipher(e.priv)
	if err != nil {
		return errDecryption
	}
	iv := binary.BigEndian.AppendUint32(nil, uint32(h.boots))
	iv = binary.BigEndian.AppendUint32(iv, uint32(h.clock))
	iv = append(iv, h.salt...)
	//nolint:staticcheck // RFC 3826 wants CFB; the digest outside authenticates it
	cipher.NewCFBDecrypter(block, iv).XORKeyStream(scoped, scoped)
	return nil
}

func (e *engine) decryptDES(scoped []byte, h *v3Header) error {
	block, err := des.NewCipher(e.priv[:8])
	if err != nil || len(scoped)%des.BlockSize != 0 {
		return errDecryption
	}
	var iv [8]byte
	for i := range iv {
		iv[i] = e.priv[8+i] ^ h.salt[i]
	}
	cipher.NewCBCDecrypter(block, iv[:]).CryptBlocks(scoped, scoped)
	return nil
}
