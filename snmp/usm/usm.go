// Package usm is the user-based security model of SNMPv3 (RFC 3414): keys of passwords, digests of messages and
// the encryption of what is in them. It knows no message: package snmp and package trap read and write those.
//
// The protocols beyond those of RFC 3414 are those of RFC 3826 (AES), RFC 7860 (SHA-2) and of drafts that
// devices follow (keys of 192 and 256 bits).
package usm

// Names of the authentication protocols.
const (
	MD5    = "MD5"
	SHA    = "SHA"
	SHA224 = "SHA224"
	SHA256 = "SHA256"
	SHA384 = "SHA384"
	SHA512 = "SHA512"
)

// Names of the privacy protocols. A C at the end is for the keys of Cisco and others, which are made in another way.
const (
	DES     = "DES"
	AES     = "AES"
	AES192  = "AES192"
	AES256  = "AES256"
	AES192C = "AES192C"
	AES256C = "AES256C"
)
