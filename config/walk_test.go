package config

import (
	"errors"
	"strings"
	"testing"

	"github.com/argus-power/argus/snmp"
)

// TestWalkTarget holds that an agent is recorded only where it may be probed.
func TestWalkTarget(t *testing.T) {
	c := parse(t, File{"argus.yml", []byte("targets: {allow: [10.0.0.0/8, a.lan]}\n")})
	for _, test := range []struct {
		target    string
		forbidden bool
		want      string
	}{
		{"10.0.0.7", false, ""},
		{"a.lan:161", false, ""},
		{"10.0.0.7:3493", true, "not among targets.allow"},
		{"192.0.2.1", true, "not among targets.allow"},
		{"ups@10.0.0.7", false, "no names before an @"},
		{"", false, "target is missing"},
	} {
		w, err := c.Walk(test.target)
		if test.want == "" {
			if err != nil || w.Target.Port != 161 {
				t.Errorf("%s: %v", test.target, err)
			}
			continue
		}
		var request *RequestError
		if !errors.As(err, &request) || request.Forbidden != test.forbidden || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.target, err, test.want)
		}
	}
}

// TestWalkRedactor holds that nothing that a configuration keeps secret is left in
// a recording, whichever target it is for, and that the default community stays.
func TestWalkRedactor(t *testing.T) {
	c := parse(t, File{"argus.yml", []byte(`
auths:
  one: {targets: [10.0.0.7], community: Rack7Read}
  two: {targets: [10.0.0.8], community: rw1}
  default: {targets: [10.0.0.9], community: public}
  three:
    {targets: [10.0.0.10], version: 3, username: overseer, auth_protocol: SHA, auth_password: sesame-open,
     priv_protocol: AES, priv_password: cave-of-forty, context: treasury}
`)})
	w, err := c.Walk("10.0.0.7")
	if err != nil {
		t.Fatal(err)
	}
	r := w.Redactor(nil)
	for _, secret := range []string{
		"rack7read", "rw1", "overseer", "sesame-open", "cave-of-forty", "treasury", "10.0.0.7", "is: Rack7Read", "my overseer",
	} {
		v := snmp.Varbind{OID: "1.3.6.1.4.1.99999.1.0", Value: snmp.Text(snmp.Bytes, secret)}
		word := secret[strings.LastIndexByte(secret, ' ')+1:]
		if got, _ := r.Redact(v); strings.Contains(strings.ToLower(got.Value.Text()), strings.ToLower(word)) {
			t.Errorf("%q became %q", secret, got.Value.Text())
		}
	}
	v := snmp.Varbind{OID: "1.3.6.1.4.1.99999.1.0", Value: snmp.Text(snmp.Bytes, "public")}
	if got, _ := r.Redact(v); got != v {
		t.Errorf("public became %q", got.Value.Text())
	}
}
