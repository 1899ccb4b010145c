package trap

import "github.com/argus-power/argus/snmp/usm"

// verify compares the digest of a message, whose octets become zeros in it.
func (k *keys) verify(datagram []byte, h *header) error {
	return usm.Verify(k.user.AuthProtocol, k.auth, datagram, h.mac)
}

// sign puts the digest into a message that has zeros there.
func (k *keys) sign(datagram, at []byte) {
	copy(at, usm.Digest(k.user.AuthProtocol, k.auth, datagram))
}

// decrypt decrypts the scoped PDU in its place.
func (k *keys) decrypt(secret []byte, h *header) error { return k.privacy(h).Decrypt(secret) }

// encrypt encrypts a scoped PDU, in its place where it fits, and puts a new salt into the header.
func (k *keys) encrypt(data []byte, h *header) (secret []byte, err error) {
	h.salt = k.ring.salts.Next(k.user.PrivProtocol, uint32(h.boots))
	return k.privacy(h).Encrypt(data)
}

func (k *keys) privacy(h *header) usm.Privacy {
	return usm.Privacy{
		Protocol: k.user.PrivProtocol, Key: k.privKey(), Boots: uint32(h.boots), Clock: uint32(h.clock), Salt: h.salt,
	}
}
