//go:build unix

package nuttest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

// TestFakeAnswersAsUPSD asks the fake and the real upsd the same questions.
func TestFakeAnswersAsUPSD(t *testing.T) {
	t.Parallel()
	devices := []nuttest.Device{
		{Name: "one", Description: `The "first" \ #1`, Vars: map[string]string{
			"ups.status": "OL", "ups.contacts": `Say  "hi" \ #1`, "Battery.type": "PbAc",
		}},
		{Name: "two", Vars: map[string]string{"ups.status": "OB", "battery.charge": "7"}},
	}
	fake := nuttest.Start(t, devices...)
	fake.Fail("two", "DRIVER-NOT-CONNECTED")
	upsd := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: devices})
	upsd.StopDriver("two")

	commands := []string{
		"", " ", "#", "# x", "x # y", "LIST", "LIST UPS", "list ups", "LIST UPS x", "LIST x",
		"LIST VAR", "LIST VAR one", "LIST VAR ONE", "LIST VAR one x", "LIST VAR two",
		"LIST VAR three", `LIST VAR "one"`, `LIST "VAR" o\ne`, "LIST VAR one=", "LIST VAR ##",
		"LIST CLIENT one", "LIST CLIENT two", "LIST CLIENT three", "LIST CLIENTS one",
		"LIST RW three", "LIST RW two", "LIST CMD two", "LIST CMD three",
		"GET", "GET VAR", "GET VAR one", "GET VAR one ups.status", "GET VAR One UPS.status",
		"GET VAR one ups.contacts", "GET VAR one no.such", "GET VAR two ups.status",
		"GET VAR three ups.status", `GET VAR one ""`, `GET VAR one "ups.status"x`,
		"GET UPSDESC one", "GET UPSDESC two", "GET UPSDESC three", "GET UPSDESC",
		"GET NUMLOGINS one", "GET NUMLOGINS two", "GET NUMLOGINS three", "GET x one",
		"NETVER", "netver", "NETVER x", "PROTVER", "VER x", "HELP x", "STARTTLS", "STARTTLS x",
		"LOGIN one", "SET VAR one ups.status x", "INSTCMD one x", "FSD one",
		"USERNAME", "USERNAME a b", "USERNAME a", "USERNAME b", "LOGIN one", "FSD one",
		`PASSWORD ""`, "PASSWORD x", "FSD one", "SET VAR one ups.status x",
		"LOGIN", "LOGIN one two",
		"GET VAR one ups.status\r", "GET\tVAR\vone\fups.status", "GET VAR one \x01ups.\xffstatus",
		"GET VAR one " + strings.Repeat("x", 600), "LIST VAR " + strings.Repeat("one ", 40),
		"LOGOUT x", "LOGOUT",
	}
	a, b := dial(t, fake.Addr()), dial(t, upsd.Addr())
	for _, command := range commands {
		got, want := a.ask(command), ours(b.ask(command))
		if !slices.Equal(got, want) {
			t.Errorf("%q\nfake %q\nupsd %q", command, got, want)
		}
	}
	for _, c := range []*lineClient{dial(t, fake.Addr()), dial(t, upsd.Addr())} {
		c.write("NETVER\nGET VAR one \"#\"\nNETVER\n") // the mistake takes the rest along
		c.patience(100 * time.Millisecond)
		if got := []string{c.read(), c.read()}; got[0] != "1.3" || got[1] != "<silence>" {
			t.Errorf("bad quoting: %q", got)
		}
		c.patience(10 * time.Second)
		c.want("GET VAR one ups.status", `VAR one ups.status "OL"`)
	}
}

// ours leaves out what the real driver adds.
func ours(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool {
		words := strings.Fields(line)
		return words[0] == "VAR" && len(lines) > 1 &&
			!slices.Contains([]string{"ups.status", "ups.contacts", "Battery.type"}, words[2])
	})
}
