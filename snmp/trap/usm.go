package trap

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/hmac"
	"crypto/rand"
	"encoding/binary"
	"errors"
)

var (
	errDigest     = errors.New("the digest is wrong")
	errDecryption = errors.New("the contents cannot be decrypted")
)

// verify compares the digest of a message (RFC 3414, section 6.3.2). The octets of the digest
// become zeros in the message.
func (k *keys) verify(datagram []byte, h *header) error {
	if k.newHash == nil || len(h.mac) != k.macSize {
		return errDigest
	}
	var sent [64]byte
	copy(sent[:], h.mac)
	clear(h.mac)
	if !hmac.Equal(k.digest(datagram), sent[:k.macSize]) {
		return errDigest
	}
	return nil
}

func (k *keys) digest(datagram []byte) []byte {
	mac := hmac.New(k.newHash, k.auth)
	_, _ = mac.Write(datagram)
	return mac.Sum(nil)[:k.macSize]
}

// sign puts the digest into a message that has zeros there.
func (k *keys) sign(datagram, at []byte) { copy(at, k.digest(datagram)) }

// decrypt decrypts the scoped PDU in its place (RFC 3414, section 8.1.1.3; RFC 3826, section 3.1.4).
func (k *keys) decrypt(secret []byte, h *header) error {
	key := k.privKey()
	if len(h.salt) != 8 || len(key) < 16 {
		return errDecryption
	}
	if k.user.PrivProtocol == privDES {
		block, err := des.NewCipher(key[:8])
		if err != nil || len(secret)%des.BlockSize != 0 {
			return errDecryption
		}
		cipher.NewCBCDecrypter(block, k.ivDES(h.salt)).CryptBlocks(secret, secret)
		return nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return errDecryption
	}
	//nolint:staticcheck // RFC 3826 wants CFB; the digest outside authenticates it
	cipher.NewCFBDecrypter(block, ivAES(h)).XORKeyStream(secret, secret)
	return nil
}

// encrypt encrypts a scoped PDU, in its place where it fits.
func (k *keys) encrypt(data []byte, h *header) (secret, salt []byte, err error) {
	key := k.privKey()
	if len(key) < 16 {
		return nil, nil, errDecryption
	}
	h.salt = k.nextSalt(h)
	if k.user.PrivProtocol == privDES {
		block, err := des.NewCipher(key[:8])
		if err != nil {
			return nil, nil, errDecryption
		}
		for len(data)%des.BlockSize != 0 {
			data = append(data, 0)
		}
		cipher.NewCBCEncrypter(block, k.ivDES(h.salt)).CryptBlocks(data, data)
		return data, h.salt, nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, nil, errDecryption
	}
	//nolint:staticcheck // RFC 3826 wants CFB; the digest outside authenticates it
	cipher.NewCFBEncrypter(block, ivAES(h)).XORKeyStream(data, data)
	return data, h.salt, nil
}

func (k *keys) ivDES(salt []byte) []byte {
	iv := make([]byte, des.BlockSize)
	for i := range iv {
		iv[i] = k.priv[8+i] ^ salt[i]
	}
	return iv
}

func ivAES(h *header) []byte {
	iv := binary.BigEndian.AppendUint32(nil, uint32(h.boots))
	iv = binary.BigEndian.AppendUint32(iv, uint32(h.clock))
	return append(iv, h.salt...)
}

// nextSalt returns a salt that no message of this process had (RFC 3414, section 8.1.1.1; RFC 3826, section
// 3.1.2.1).
func (k *keys) nextSalt(h *header) []byte {
	if k.ring.salt == 0 {
		var start [8]byte
		_, _ = rand.Read(start[:]) // never fails
		k.ring.salt = binary.BigEndian.Uint64(start[:])
	}
	k.ring.salt++
	salt := binary.BigEndian.AppendUint64(nil, k.ring.salt)
	if k.user.PrivProtocol == privDES {
		binary.BigEndian.PutUint32(salt, uint32(h.boots))
	}
	return salt
}
