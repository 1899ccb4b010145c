//go:build unix

package nuttest

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"
)

// wait polls a condition. It has to come true within a time that no machine should need.
func (u *UPSD) wait(what string, condition func() bool) {
	u.tb.Helper()
	const patience = 30 * time.Second
	for begun := time.Now(); !condition(); time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > patience {
			u.tb.Fatalf("nuttest: waited %v for %s", patience, what)
		}
	}
}

func freePort(tb testing.TB) string {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("nuttest: %v", err)
	}
	defer func() { _ = listener.Close() }()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}

func (u *UPSD) waitForAnswer(ups, answer string) {
	u.tb.Helper()
	u.wait(answer+" for "+ups, func() bool {
		answers := u.ask("GET VAR " + ups + " ups.status")
		return len(answers) == 1 && answers[0] == answer
	})
}

// waitForVars waits until upsd says all that the driver's file has. The status is looked at apart,
// because upsd may put FSD before it.
func (u *UPSD) waitForVars(ups string) {
	u.tb.Helper()
	u.wait("the variables of "+ups, func() bool {
		lines := strings.Join(u.ask("LIST VAR "+ups), "\n") + "\n"
		for name, value := range u.vars[ups] {
			line := fmt.Sprintf("VAR %s %s %s\n", ups, name, quote(value))
			latched := fmt.Sprintf("VAR %s %s %s\n", ups, name, quote("FSD "+value))
			if !strings.Contains(lines, line) && !strings.Contains(lines, latched) {
				return false
			}
		}
		return !strings.Contains(lines, ` ups.status "WAIT"`) && strings.HasPrefix(lines, "BEGIN")
	})
}
