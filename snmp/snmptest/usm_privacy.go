package snmptest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/subtle"
	"encoding/binary"
)

// crypt encrypts or decrypts a scoped PDU: with DES in CBC mode (RFC 3414, section 8) or with AES
// in CFB mode (RFC 3826). The salt is what the message has as privacy parameters.
func (u user) crypt(text []byte, salt string, boots, seconds uint32, encrypt bool) ([]byte, bool) {
	if len(salt) != 8 {
		return nil, false
	}
	if u.des {
		return u.cbc(text, salt, encrypt)
	}
	iv := binary.BigEndian.AppendUint32(nil, boots)
	iv = binary.BigEndian.AppendUint32(iv, seconds)
	iv = append(iv, salt...)
	block, err := aes.NewCipher(u.privKey)
	if err != nil {
		return nil, false
	}
	return cfb(block, iv, text, encrypt), true
}

func (u user) cbc(text []byte, salt string, encrypt bool) ([]byte, bool) {
	block, err := des.NewCipher(u.privKey[:8])
	if err != nil {
		return nil, false
	}
	iv := make([]byte, 8)
	subtle.XORBytes(iv, u.privKey[8:16], []byte(salt))
	if !encrypt {
		if len(text)%8 != 0 {
			return nil, false
		}
		out := make([]byte, len(text))
		cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, text)
		return out, true
	}
	out := append([]byte(nil), text...)
	out = append(out, make([]byte, (8-len(out)%8)%8)...) // what is too much is no part of the TLV
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, out)
	return out, true
}

// cfb is the mode with feedback of whole blocks, which the standard library no longer wants used.
func cfb(block cipher.Block, iv, text []byte, encrypt bool) []byte {
	out := make([]byte, len(text))
	size := block.BlockSize()
	mask := make([]byte, size)
	for i := 0; i < len(text); i += size {
		end := min(i+size, len(text))
		block.Encrypt(mask, iv)
		subtle.XORBytes(out[i:end], text[i:end], mask)
		if encrypt {
			iv = out[i:end]
		} else {
			iv = text[i:end]
		}
	}
	return out
}
