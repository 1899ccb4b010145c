package snmptest

import "github.com/argus-power/argus/snmp"

// SnmpdCommunity is the community of v1 and v2c that may read.
const SnmpdCommunity = "public"

// SnmpdUsers returns the users of v3 that a [Snmpd] has, each with just its level of security.
func SnmpdUsers() []snmp.Security {
	const auth, priv = "auth-password", "priv-password"
	return []snmp.Security{
		{User: "nobody"},
		{User: "md5", AuthProtocol: "MD5", AuthPassword: auth},
		{User: "sha", AuthProtocol: "SHA", AuthPassword: auth},
		{User: "md5-des", AuthProtocol: "MD5", AuthPassword: auth, PrivProtocol: "DES", PrivPassword: priv},
		{User: "sha-aes", AuthProtocol: "SHA", AuthPassword: auth, PrivProtocol: "AES", PrivPassword: priv},
		{User: "sha256-aes", AuthProtocol: "SHA256", AuthPassword: auth, PrivProtocol: "AES", PrivPassword: priv},
		{User: "sha256-aes256", AuthProtocol: "SHA256", AuthPassword: auth, PrivProtocol: "AES256", PrivPassword: priv},
		{User: "sha512-aes256", AuthProtocol: "SHA512", AuthPassword: auth, PrivProtocol: "AES256", PrivPassword: priv},
	}
}
