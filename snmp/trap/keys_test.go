package trap

import (
	"bytes"
	"testing"

	"github.com/gosnmp/gosnmp"

	"github.com/argus-power/argus/snmp"
)

// TestKeys compares all keys with those of another library, and encrypts and decrypts with each.
func TestKeys(t *testing.T) {
	for i, auth := range snmp.AuthProtocols() {
		for j, priv := range snmp.PrivProtocols() {
			user := snmp.Security{
				User: "u", AuthProtocol: auth, AuthPassword: "signing-password", PrivProtocol: priv, PrivPassword: "hiding-password",
			}
			other := &gosnmp.UsmSecurityParameters{
				AuthoritativeEngineID:  string(cardEngine),
				AuthenticationProtocol: gosnmp.MD5 + gosnmp.SnmpV3AuthProtocol(i), AuthenticationPassphrase: user.AuthPassword,
				PrivacyProtocol: gosnmp.DES + gosnmp.SnmpV3PrivProtocol(j), PrivacyPassphrase: user.PrivPassword,
			}
			if err := other.InitSecurityKeys(); err != nil {
				t.Fatal(err)
			}
			k := new(keyring).of(user, cardEngine)
			size := len(k.privKey())
			if !bytes.Equal(k.auth, other.SecretKey) || size == 0 || !bytes.HasPrefix(other.PrivacyKey, k.privKey()) {
				t.Errorf("%s and %s: other keys", auth, priv)
			}
			d, c := newDesk(), card{user: user, engine: cardEngine, boots: 1}
			if v := d.take(c.send(t, onBattery), Access{Users: []snmp.Security{user}}, 0); v.outcome != Mapped {
				t.Errorf("%s and %s: %v", auth, priv, v.outcome)
			}
		}
	}
}
