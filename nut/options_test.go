package nut_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut"
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
