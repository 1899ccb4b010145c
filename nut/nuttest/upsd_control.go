//go:build unix

package nuttest

import (
	"bufio"
	"fmt"
	"net"
	"slices"
	"strings"
	"syscall"
	"time"
)

// SetVar changes a variable, or adds one.
func (u *UPSD) SetVar(ups, name, value string) {
	u.tb.Helper()
	if u.vars[ups] == nil {
		u.vars[ups] = map[string]string{}
	}
	u.vars[ups][name] = value
	if err := u.writeVars(ups); err != nil {
		u.tb.Fatalf("nuttest: %v", err)
	}
	u.waitForVars(ups)
}

// StopDriver kills the driver of a UPS: DRIVER-NOT-CONNECTED.
func (u *UPSD) StopDriver(ups string) {
	u.tb.Helper()
	u.driver(ups).kill()
	u.waitForAnswer(ups, "ERR DRIVER-NOT-CONNECTED")
}

// StartDriver brings a stopped driver back.
func (u *UPSD) StartDriver(ups string) {
	u.tb.Helper()
	u.driver(ups).kill()
	u.runDriver(ups)
	u.waitForVars(ups)
}

// StaleDriver makes a driver hang. It takes the time of MaxAge until upsd says DATA-STALE.
func (u *UPSD) StaleDriver(ups string) {
	u.tb.Helper()
	u.driver(ups).signal(syscall.SIGSTOP)
	u.waitForAnswer(ups, "ERR DATA-STALE")
}

// ResumeDriver lets a hanging driver go on.
func (u *UPSD) ResumeDriver(ups string) {
	u.tb.Helper()
	u.driver(ups).signal(syscall.SIGCONT)
	u.waitForVars(ups)
}

// FSD announces a forced shutdown, as a primary upsmon does. It lasts until Restart.
func (u *UPSD) FSD(ups string) {
	u.tb.Helper()
	answers := u.ask("USERNAME "+UPSDUser, "PASSWORD "+UPSDPassword, "FSD "+ups)
	if len(answers) != 3 || answers[2] != "OK FSD-SET" {
		u.tb.Fatalf("nuttest: FSD of %s: %q", ups, answers)
	}
}

// Pause stops upsd without ending it: it takes connections and answers nothing.
func (u *UPSD) Pause() { u.upsd.signal(syscall.SIGSTOP) }

// Resume lets a paused upsd go on.
func (u *UPSD) Resume() { u.upsd.signal(syscall.SIGCONT) }

// Kill ends upsd at once: connections are refused.
func (u *UPSD) Kill() { u.upsd.kill() }

// Restart kills upsd, if it still runs, and starts it on the same port.
func (u *UPSD) Restart() {
	u.tb.Helper()
	u.upsd.kill()
	u.runUPSD()
	u.waitForData()
}

func (u *UPSD) driver(ups string) *process {
	u.tb.Helper()
	p := u.drivers[ups]
	if p == nil {
		u.tb.Fatalf("nuttest: there is no UPS %q", ups)
	}
	return p
}

func (u *UPSD) answers() bool { return len(u.ask("NETVER")) == 1 }

// ask opens a connection, sends commands one by one and returns the lines of all answers, as far as
// they came. The connection is gone for upsd, too, when ask returns: it may have few.
func (u *UPSD) ask(commands ...string) []string {
	conn, err := net.DialTimeout("tcp", u.Addr(), time.Second)
	if err != nil {
		return nil
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	in := bufio.NewScanner(conn)
	var lines []string
	for _, command := range commands {
		_, _ = fmt.Fprintln(conn, command)
		for in.Scan() {
			lines = append(lines, in.Text())
			if !strings.HasPrefix(lines[len(lines)-1], "BEGIN ") && !inList(lines) {
				break
			}
		}
	}
	_, _ = fmt.Fprintln(conn, "LOGOUT")
	for in.Scan() { // until the end
		continue
	}
	return lines
}

// inList tells whether a list has begun and not ended.
func inList(lines []string) bool {
	for _, line := range slices.Backward(lines) {
		if strings.HasPrefix(line, "END ") {
			return false
		}
		if strings.HasPrefix(line, "BEGIN ") {
			return true
		}
	}
	return false
}
