//go:build unix

package snmptest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// snmpdModules are all the parts of snmpd that it starts: access, the v3 engine and AgentX. Without
// the others, which look at the machine, it has nothing but what the test gives it.
const snmpdModules = "vacm_conf,usmConf,snmpEngine,agentx_config"

// engineIDObject is what snmpd has without a subagent.
const engineIDObject = "1.3.6.1.6.3.10.2.1.1.0"

// run starts snmpd on the port that it had, or on a free one. Another process may be faster to take
// that, so there is more than one attempt.
func (s *Snmpd) run() {
	s.tb.Helper()
	for range 5 {
		if s.port == "" {
			s.port = freePort(s.tb)
		}
		if err := s.start(); err != nil {
			s.tb.Fatalf("snmptest: %v", err)
		}
		s.wait("snmpd", func() bool { return s.process.ended() || s.answers() })
		if s.process.ended() {
			s.port = ""
			continue
		}
		if err := s.agentX.connect(s.path("agentx"), "1.3.6.1.2.1", "1.3.6.1.4.1"); err != nil {
			s.tb.Fatalf("snmptest: %v", err)
		}
		return
	}
	s.tb.Fatal("snmptest: snmpd does not start")
}

func (s *Snmpd) start() error {
	s.boots++
	config := s.path("snmpd.conf")
	if err := os.WriteFile(config, []byte(s.config()), 0o600); err != nil {
		return err
	}
	_ = os.Remove(s.path("agentx"))
	command := exec.Command(s.program, "-f", "-Lo", "-C", "-c", config, "-I", snmpdModules)
	command.Env = append(os.Environ(), "SNMP_PERSISTENT_DIR="+s.dir, "SNMPCONFPATH="+s.dir, "MIBS=")
	command.Stdout, command.Stderr = &s.log, &s.log
	if err := command.Start(); err != nil {
		return err
	}
	s.process = &process{command: command, gone: make(chan struct{})}
	go s.process.wait()
	return nil
}

// config has the engine's id and boots in it as if snmpd had saved them itself, which it does only
// when it ends in good order and knows its other modules, too.
func (s *Snmpd) config() string {
	var conf strings.Builder
	id := fmt.Sprintf("0x8000000005%x%02x", "snmpd", s.engine)
	fmt.Fprintf(&conf, "exactEngineID %s\noldEngineID %s\nengineBoots %d\n", id, id, s.boots-1)
	fmt.Fprintf(&conf, "agentaddress udp:%s\nrocommunity %s 127.0.0.0/8\nmaster agentx\n"+
		"dontLogTCPWrappersConnects yes\nagentXSocket unix:%s\n", s.Addr(), SnmpdCommunity, s.path("agentx"))
	for _, u := range SnmpdUsers() {
		level := "noauth"
		fmt.Fprintf(&conf, "createUser %s", u.User)
		if u.AuthProtocol != "" {
			level = "auth"
			fmt.Fprintf(&conf, " %s %s", hyphenated(u.AuthProtocol, "SHA"), u.AuthPassword)
		}
		if u.PrivProtocol != "" {
			level = "priv"
			fmt.Fprintf(&conf, " %s %s", hyphenated(u.PrivProtocol, "AES"), u.PrivPassword)
		}
		fmt.Fprintf(&conf, "\nrouser %s %s\n", u.User, level)
	}
	return conf.String()
}

// hyphenated writes a protocol's name as net-snmp does: SHA-256.
func hyphenated(name, family string) string {
	if bits, ok := strings.CutPrefix(name, family); ok && bits != "" {
		return family + "-" + bits
	}
	return name
}

// answers asks for the engine's id, which is there as soon as snmpd listens.
func (s *Snmpd) answers() bool {
	conn, err := net.Dial("udp", s.Addr())
	if err != nil {
		return false
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(200 * time.Millisecond))
	ask := pdu{kind: Get, id: 1, binds: []row{{mustOID(engineIDObject), Null()}}}
	if _, err := conn.Write(encodeCommunity(wireV2c, SnmpdCommunity, ask)); err != nil {
		return false
	}
	n, err := conn.Read(make([]byte, maxDatagram))
	return err == nil && n > 0
}

// wait polls a condition. It has to come true within a time that no machine should need.
func (s *Snmpd) wait(what string, condition func() bool) {
	s.tb.Helper()
	const patience = 30 * time.Second
	for begun := time.Now(); !condition(); time.Sleep(10 * time.Millisecond) {
		if time.Since(begun) > patience {
			s.tb.Fatalf("snmptest: waited %v for %s", patience, what)
		}
	}
}

func freePort(tb testing.TB) string {
	tb.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("snmptest: %v", err)
	}
	defer conn.Close()
	return strconv.Itoa(conn.LocalAddr().(*net.UDPAddr).Port)
}

// process is a child that is waited for from its start.
type process struct {
	command *exec.Cmd
	gone    chan struct{} // closed when it has ended
}

func (p *process) wait() {
	_ = p.command.Wait() // it was killed or it failed: its output tells more
	close(p.gone)
}

func (p *process) ended() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// kill ends the process, stopped or not, and returns when it has gone.
func (p *process) kill() {
	_ = p.command.Process.Kill()
	<-p.gone
}

func (p *process) signal(s syscall.Signal) { _ = p.command.Process.Signal(s) }
