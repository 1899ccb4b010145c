package nuttest_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

func office() nuttest.Device {
	return nuttest.Device{
		Name:        "office",
		Description: "Under the desk",
		Vars: map[string]string{
			"ups.status":     "OL",
			"battery.charge": "100",
			"Battery.type":   "PbAc",
			"device.model":   `Say "hi" \ #1`,
			"ups.id":         "",
		},
		Writable: []string{"ups.id"},
		Commands: []string{"test.battery.start", "beeper.mute"},
	}
}

func TestAnswers(t *testing.T) {
	s := nuttest.Start(t, office(), nuttest.Device{Name: "bare"})
	tests := []struct{ command, answer string }{
		{"LIST UPS", `BEGIN LIST UPS|UPS office "Under the desk"|` +
			`UPS bare "Description unavailable"|END LIST UPS`},
		{"list Ups", `BEGIN LIST UPS|UPS office "Under the desk"|` +
			`UPS bare "Description unavailable"|END LIST UPS`},
		{"LIST VAR office", `BEGIN LIST VAR office|VAR office battery.charge "100"|` +
			`VAR office Battery.type "PbAc"|VAR office device.model "Say \"hi\" \\ \#1"|` +
			`VAR office ups.id ""|VAR office ups.status "OL"|END LIST VAR office`},
		{"LIST VAR bare", "BEGIN LIST VAR bare|END LIST VAR bare"},
		{"LIST VAR nobody", "ERR UNKNOWN-UPS"},
		{"LIST VAR", "ERR INVALID-ARGUMENT"},
		{"LIST RW OFFICE", `BEGIN LIST RW OFFICE|RW OFFICE ups.id ""|END LIST RW OFFICE`},
		{"LIST CMD office", "BEGIN LIST CMD office|CMD office beeper.mute|" +
			"CMD office test.battery.start|END LIST CMD office"},
		{"LIST CLIENT office", "BEGIN LIST CLIENT office|END LIST CLIENT office"},
		{"LIST CLIENTS office", "ERR INVALID-ARGUMENT"},
		{"GET VAR Office UPS.Status", `VAR Office UPS.Status "OL"`},
		{`GET VAR "office" "ups.\status"`, `VAR office ups.status "OL"`},
		{"GET VAR office no.such", "ERR VAR-NOT-SUPPORTED"},
		{"GET VAR nobody server.version", `VAR nobody server.version "2.8.0"`},
		{"GET UPSDESC bare", `UPSDESC bare "Unavailable"`},
		{"GET NUMLOGINS office", "NUMLOGINS office 0"},
		{"NETVER", "1.3"},
		{"PROTVER", "1.3"},
		{"NETVER please", "ERR INVALID-ARGUMENT"},
		{"", "ERR UNKNOWN-COMMAND"},
		{"# only a comment", "ERR UNKNOWN-COMMAND"},
		{"NETVER # and a comment", "1.3"},
		{"DANCE", "ERR UNKNOWN-COMMAND"},
		{"STARTTLS", "ERR FEATURE-NOT-CONFIGURED"},
		{"LOGIN office", "ERR USERNAME-REQUIRED"},
		{"SET VAR office ups.id x", "ERR USERNAME-REQUIRED"},
	}
	c := dial(t, s.Addr())
	for _, tt := range tests {
		c.want(tt.command, strings.Split(tt.answer, "|")...)
	}
}

func TestLogin(t *testing.T) {
	s := nuttest.Start(t, office())
	c := dial(t, s.Addr())
	c.want("USERNAME somebody", "OK")
	c.want("USERNAME somebody", "ERR ALREADY-SET-USERNAME")
	c.want(`PASSWORD ""`, "OK")
	c.want("PASSWORD x", "ERR ALREADY-SET-PASSWORD")
	c.want("FSD office", "ERR ACCESS-DENIED")
	c.want("LOGIN office", "OK")
	c.want("LOGIN office", "ERR ALREADY-LOGGED-IN")
	c.want("GET NUMLOGINS office", "NUMLOGINS office 1")
	c.want("LIST CLIENT office", "BEGIN LIST CLIENT office", "CLIENT office 127.0.0.1",
		"END LIST CLIENT office")
	c.want("LOGOUT", "OK Goodbye")
	if got := c.read(); got != "<closed>" {
		t.Errorf("after LOGOUT: %q", got)
	}
	if n := s.Stats().Commands["LOGIN"]; n != 2 {
		t.Errorf("counted %d LOGIN, want 2", n)
	}
}

func TestCommandsInOneWrite(t *testing.T) {
	s := nuttest.Start(t, office())
	c := dial(t, s.Addr())
	c.write("NETVER\r\nLIST VAR nobody\nGET VAR office ups.status\n")
	for _, want := range []string{"1.3", "ERR UNKNOWN-UPS", `VAR office ups.status "OL"`} {
		if got := c.read(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	stats := s.Stats()
	if stats.Reads != 1 || stats.BytesRead != 50 || stats.Commands["GET VAR"] != 1 {
		t.Errorf("stats = %+v", stats)
	}
}

func TestBadQuotingLosesTheRest(t *testing.T) {
	s := nuttest.Start(t, office())
	c := dial(t, s.Addr())
	c.write("GET VAR office \"a#b\"\nVER\n")
	c.patience(50 * time.Millisecond)
	if got := c.read(); got != "<silence>" {
		t.Errorf("got %q, want silence", got)
	}
}

func TestLiveChanges(t *testing.T) {
	s := nuttest.Start(t, office())
	c := dial(t, s.Addr())
	s.Set("OFFICE", "ups.status", "OB")
	c.want("GET VAR office ups.status", `VAR office ups.status "OB"`)
	s.Unset("office", "ups.status")
	c.want("GET VAR office ups.status", "ERR VAR-NOT-SUPPORTED")
	s.Fail("office", "DATA-STALE")
	c.want("LIST VAR office", "ERR DATA-STALE")
	c.want("GET UPSDESC office", `UPSDESC office "Under the desk"`)
	s.Fail("office", "")
	s.Replace("office", map[string]string{"ups.status": "OL"})
	c.want("LIST VAR office", "BEGIN LIST VAR office", `VAR office ups.status "OL"`,
		"END LIST VAR office")
	s.Add(nuttest.Device{Name: "new", Description: "d"})
	c.want("LIST UPS", "BEGIN LIST UPS", `UPS new "d"`, `UPS office "Under the desk"`,
		"END LIST UPS")
	s.Remove("Office")
	c.want("LIST VAR office", "ERR UNKNOWN-UPS")
	s.Fail("", "ACCESS-DENIED")
	c.want("LIST UPS", "ERR ACCESS-DENIED")
	s.Reply("NETVER", "ERR UNKNOWN-COMMAND")
	c.want("netver", "ERR UNKNOWN-COMMAND")
}

func TestCloseAndListenAgain(t *testing.T) {
	s := nuttest.Start(t, office())
	c := dial(t, s.Addr())
	c.want("NETVER", "1.3")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := c.read(); got != "<closed>" {
		t.Errorf("open connection: %q", got)
	}
	if conn, err := net.Dial("tcp", s.Addr()); err == nil {
		_ = conn.Close()
		t.Error("a closed server takes connections")
	}
	if err := s.Listen(s.Addr()); err != nil {
		t.Fatal(err)
	}
	if err := s.Listen("127.0.0.1:0"); err == nil {
		t.Error("listening twice is no error")
	}
	dial(t, s.Addr()).want("NETVER", "1.3")
}

func TestDisconnect(t *testing.T) {
	s := nuttest.Start(t, office())
	c := dial(t, s.Addr())
	c.want("NETVER", "1.3")
	s.Disconnect()
	if got := c.read(); got != "<closed>" {
		t.Errorf("got %q", got)
	}
	dial(t, s.Addr()).want("NETVER", "1.3")
}
