package usm

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"encoding/binary"
	"errors"
)

// ErrDecryption is a message that cannot be decrypted, or encrypted, whatever is in it.
var ErrDecryption = errors.New("the contents cannot be decrypted")

const (
	saltSize = 8  // octets of msgPrivacyParameters
	minKey   = 16 // octets of the shortest key: see PrivKeySize
)

// Privacy is with what the scoped PDU of one message is encrypted.
type Privacy struct {
	Protocol string
	Key      []byte // see PrivKey
	Boots    uint32 // snmpEngineBoots in the message
	Clock    uint32 // snmpEngineTime in the message, in seconds
	Salt     []byte // msgPrivacyParameters
}

// Decrypt decrypts a scoped PDU in its place (RFC 3414, section 8.1.1.3; RFC 3826, section 3.1.4). Whether the key was
// the right one it does not see. The error is [ErrDecryption]: there is no such key or salt, or DES has no such size.
func (p Privacy) Decrypt(scoped []byte) error {
	block, iv, err := p.block()
	if err != nil {
		return err
	}
	if p.Protocol != DES {
		//nolint:staticcheck // RFC 3826 wants CFB; the digest outside authenticates it
		cipher.NewCFBDecrypter(block, iv).XORKeyStream(scoped, scoped)
		return nil
	}
	if len(scoped)%des.BlockSize != 0 {
		return ErrDecryption
	}
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(scoped, scoped)
	return nil
}

// Encrypt encrypts a scoped PDU, in its place where it fits: DES wants whole blocks, and what is behind the PDU then
// is of no meaning (RFC 3414, section 8.1.1.2). The error is [ErrDecryption]: there is no such key or salt.
func (p Privacy) Encrypt(scoped []byte) ([]byte, error) {
	block, iv, err := p.block()
	if err != nil {
		return nil, err
	}
	if p.Protocol != DES {
		//nolint:staticcheck // RFC 3826 wants CFB; the digest outside authenticates it
		cipher.NewCFBEncrypter(block, iv).XORKeyStream(scoped, scoped)
		return scoped, nil
	}
	for len(scoped)%des.BlockSize != 0 {
		scoped = append(scoped, 0)
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(scoped, scoped)
	return scoped, nil
}

// block is the cipher of the protocol with its key, and where it begins (RFC 3414, section 8.1.1.1; RFC 3826,
// section 3.1.2.1).
func (p Privacy) block() (block cipher.Block, iv []byte, err error) {
	if len(p.Salt) != saltSize || len(p.Key) < minKey {
		return nil, nil, ErrDecryption
	}
	if p.Protocol == DES {
		block, err = des.NewCipher(p.Key[:des.BlockSize])
		iv = make([]byte, des.BlockSize)
		for i := range iv {
			iv[i] = p.Key[des.BlockSize+i] ^ p.Salt[i]
		}
	} else {
		block, err = aes.NewCipher(p.Key)
		iv = binary.BigEndian.AppendUint32(make([]byte, 0, aes.BlockSize), p.Boots)
		iv = binary.BigEndian.AppendUint32(iv, p.Clock)
		iv = append(iv, p.Salt...)
	}
	if err != nil {
		return nil, nil, ErrDecryption
	}
	return block, iv, nil
}
