package nut_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/nut/nuttest"
)

// TestOptionsHidePassword holds that no verb prints a password.
func TestOptionsHidePassword(t *testing.T) {
	o := nut.Options{Username: "u", Password: "c4nary"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		if got := fmt.Sprintf(verb+" "+verb, o, &o); strings.Contains(got, "c4nary") {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}

// TestErrorsHidePassword holds that no error repeats a password that the server
// echoes, in whatever form.
func TestErrorsHidePassword(t *testing.T) {
	const password = `c4nary"#x`
	for _, echo := range []string{
		`ERR ACCESS-DENIED PASSWORD "c4nary\"\#x"`,
		`ERR ACCESS-DENIED you said c4nary"#x`,
		`ERR c4nary"#x`,
		`c4nary"#x is no password`,
		`XX USERNAME "u" PASSWORD "c4nary\"\#x" LIST UPS`,
	} {
		address := nuttest.Script(t, "C: USERNAME \"u\"\nC: PASSWORD \"c4nary\\\"\\#x\"\nC: LIST UPS\n"+
			"S: OK\nS: "+echo+"\nX")
		r := nut.NewReader(address, nut.Options{
			Username: "u", Password: password, AllowPlaintextPassword: true,
		})
		_, err := r.Read(soon(t))
		if err == nil || strings.Contains(err.Error(), "c4nary") {
			t.Errorf("echo %q: error %v", echo, err)
		}
	}
}
