//go:build unix

package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/bcrypt"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// ward is a target with its auth.
type ward struct {
	protocol, address string
	auth              string // what the configuration says of it
	ok                bool   // it answers
}

// wards are servers and agents, good and bad ones, with secrets from everywhere.
func (c *canaries) wards(t *testing.T, folder string) []ward {
	t.Helper()
	file := func(where string) string {
		name := filepath.Join(folder, strings.ReplaceAll(where, " ", "-"))
		if err := os.WriteFile(name, []byte(c.plant(where)+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	env := func(name string) string {
		t.Setenv(name, c.plant("variable "+name))
		return name
	}
	upsd := func() *nuttest.Server { return nuttest.Start(t, someUPS()) }
	agent := func() *snmptest.Agent {
		a := snmptest.DemoUPS(1).Agent()
		if err := a.Listen("127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Close() })
		return a
	}
	password := c.plant("password")
	good := upsd().WithAuth("monitor", password)
	fileName := file("password file")
	filed := upsd().WithAuth("monitor", c.secrets["password file"])
	refusing := upsd().WithAuth("monitor", "another")
	echo := c.plant("password that is sent back")
	echoing := upsd().Reply("PASSWORD "+echo, "ERR "+echo).Reply("USERNAME monitor", "ERR "+echo)
	garbage, silent, cut := upsd(), upsd(), upsd()
	garbage.Fault(nuttest.Garbage)
	silent.Fault(nuttest.Hang)
	cut.Fault(nuttest.HalfLine)
	stalled := upsd()
	stalled.Fault(nuttest.TLSRefused)
	stranger, _ := nuttest.Certificate(t, "127.0.0.1")
	untrusted := upsd().WithTLS(stranger)
	nut := "username: monitor, allow_plaintext_password: true, "
	list := []ward{
		{"nut", good.Addr(), nut + "password: " + password, true},
		{"nut", filed.Addr(), nut + "password_file: " + fileName, true},
		{"nut", refusing.Addr(), nut + "password_env: " + env("ARGUS_CANARY_NUT"), false},
		{"nut", echoing.Addr(), nut + "password: " + echo, false},
		{"nut", garbage.Addr(), nut + "password: " + c.plant("password for garbage"), false},
		{"nut", silent.Addr(), nut + "password: " + c.plant("password for silence"), false},
		{"nut", cut.Addr(), nut + "password: " + c.plant("password for half an answer"), false},
		{"nut", stalled.Addr(), "username: monitor, tls: {}, password: " + c.plant("password without TLS"), false},
		{"nut", untrusted.Addr(), "username: monitor, tls: {}, password: " + c.plant("password for a stranger"), false},
		{"nut", freeAddress(t), nut + "password: " + c.plant("password for nobody"), false},
	}
	open, named, wrong, spoilt := agent(), agent(), agent(), agent()
	community := c.plant("community")
	open.Communities(community)
	credential := filepath.Base(file("community credential"))
	named.Communities(c.secrets["community credential"])
	wrong.Communities("another")
	spoilt.Faults(snmptest.Faults{Garbage: true})
	user, refused := agent(), agent()
	authFile, privEnv := file("auth password"), env("ARGUS_CANARY_PRIV")
	for agent, key := range map[*snmptest.Agent]string{user: c.secrets["auth password"], refused: "another-password"} {
		if err := agent.AddUser(snmp.Security{
			User: "argus", AuthProtocol: "SHA256", AuthPassword: key,
			PrivProtocol: "AES", PrivPassword: c.secrets["variable ARGUS_CANARY_PRIV"],
		}); err != nil {
			t.Fatal(err)
		}
	}
	const hasty, v3 = "request_timeout: 500ms, retries: 0, ", "version: 3, username: argus, auth_protocol: SHA256, priv_protocol: AES, "
	return append(list,
		ward{"snmp", open.Addr(), "community: " + community, true},
		ward{"snmp", named.Addr(), "version: 1, community_credential: " + credential, true},
		ward{"snmp", wrong.Addr(), hasty + "community_env: " + env("ARGUS_CANARY_COMMUNITY"), false},
		ward{"snmp", spoilt.Addr(), hasty + "community: " + c.plant("community for garbage"), false},
		ward{"snmp", user.Addr(), v3 + "auth_password_file: " + authFile + ", priv_password_env: " + privEnv, true},
		ward{"snmp", refused.Addr(), hasty + v3 + "auth_password: " + c.plant("wrong auth password") + ", priv_password: " +
			c.plant("wrong priv password"), false},
	)
}

// badForms are mistakes that people make, each with a secret in the wrong place.
var badForms = []string{
	"auths: {a: {targets: [a.lan], username: u, pasword: %s}}\n", "auths: {a: {targets: ['*'], username: u, password: %s}}\n",
	"auths: {a: %s}\n", "auths: {a: {targets: [a.lan], community: [%s]}}\n", "auths: {a: {targets: [a.lan], community: *%s}}\n",
	"auths: {a: {targets: [a.lan], community: \"%s\n", "auths: {a: {targets: [a.lan], version: 3, username: u, auth_protocol: %s}}\n",
	"auths:\n  a:\n    targets: [a.lan]\n    password: a: %s\n", "auths: {a: {targets: [a.lan], username: u, password_env: %s}}\n",
	"auths: {a: {targets: [a.lan], version: 3, username: u, community: %s}}\n", "auths: {a: {targets: [a.lan], password: !%s b}}\n",
}

func (c *canaries) badConfigs() (list []string) {
	for _, form := range badForms {
		list = append(list, fmt.Sprintf(form, c.plant("secret in "+form)))
	}
	return list
}

// TestCanaries plants secrets in every place that a secret can be in, has everything go wrong, and looks for them in all
// that comes out.
func TestCanaries(t *testing.T) {
	for _, format := range []string{"logfmt", "json"} {
		t.Run(format, func(t *testing.T) {
			c := &canaries{secrets: map[string]string{}, outputs: map[string]string{}}
			folder, kept := t.TempDir(), t.TempDir()
			t.Setenv("CREDENTIALS_DIRECTORY", folder)
			p := newPKI(t)
			wards := c.wards(t, folder)
			var text strings.Builder
			text.WriteString("targets: {allow: ['127.0.0.1:*']}\nauths:\n")
			for i, w := range wards {
				fmt.Fprintf(&text, "  a%d: {protocol: %s, targets: ['%s'], %s}\n", i, w.protocol, w.address, w.auth)
			}
			config := write(t, "argus.yml", text.String()+"traps: [{from: [127.0.0.1], auth: a10}]\n")
			listener := freeAddress(t)
			web := c.plant("password of the web")
			hash, err := bcrypt.GenerateFromPassword([]byte(web), bcrypt.MinCost)
			if err != nil {
				t.Fatal(err)
			}
			c.secrets["hash of the web"] = string(hash[7:]) // without what all hashes have
			users := "basic_auth_users:\n  prometheus: " + string(hash) + "\n"
			var more []string // configuration that goes bad
			args := []string{"--log.level=debug", "--log.format=" + format, "--config.file=" + config, "--snmp.trap-address=" + listener}
			for range badForms {
				more = append(more, write(t, "more.yml", "# nothing yet\n"))
				args = append(args, "--config.file="+more[len(more)-1])
			}
			a := c.start(t, append(args, "--storage.path="+filepath.Join(kept, "argus.db"), "--web.listen-address=127.0.0.1:0",
				"--web.config.file="+p.write(t, withTLS+users))...)
			a.client = p.dial(t, nil, "", true).http
			key, err := os.ReadFile(filepath.Join(p.dir, "server.key"))
			if err != nil {
				t.Fatal(err)
			}
			c.secrets["key of the server"] = strings.Split(string(key), "\n")[1][40:]
			c.probeAll(t, a, wards, web)
			c.traps(t, a, listener, web)
			c.mistakes(t, a, p, more, web, users)
			if format == "json" { // once will do
				c.commands(t, config, wards)
			}
			cmdline, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", a.Process.Pid))
			c.came("the command line", string(cmdline))
			log, files := a.crash(t, kept)
			if !strings.Contains(log, "goroutine 1") || !strings.Contains(files, "argus.db") {
				t.Error("no stacks, or no store: this proves nothing")
			}
			c.came("the log", log)
			c.came("the store", files)
			c.look(t)
		})
	}
}

// probeAll probes every target in every way.
func (c *canaries) probeAll(t *testing.T, a *process, wards []ward, web string) {
	t.Helper()
	var all sync.WaitGroup
	for _, w := range wards {
		all.Go(func() {
			query := url.Values{"target": {w.address}, "module": {w.protocol}}
			timeout := map[bool]string{true: "60", false: "1"}[w.ok]
			answer := c.fetchIn(t, a, http.MethodGet, "/probe?"+query.Encode(), web, timeout)
			if !strings.Contains(answer, fmt.Sprintf("\nprobe_success %d\n", map[bool]int{true: 1}[w.ok])) {
				t.Errorf("%s %s (%s): want success %t:\n%s", w.protocol, w.address, w.auth[:min(30, len(w.auth))], w.ok, answer)
			}
			query.Set("debug", "true")
			c.fetch(t, a, http.MethodGet, "/probe?"+query.Encode(), web)
			if query.Del("debug"); !w.ok {
				return // it takes as long again
			}
			c.fetch(t, a, http.MethodGet, "/sd?"+query.Encode(), web)
		})
	}
	all.Wait()
}

// mistakes does what goes wrong while Argus runs, and looks at every page.
func (c *canaries) mistakes(t *testing.T, a *process, p *pki, more []string, web, users string) {
	t.Helper()
	for _, form := range []string{"user:%s@host", "http://user:%s@host:3493", "%s:u@127.0.0.1", "snmp://%s@host"} {
		query := url.Values{"target": {fmt.Sprintf(form, c.plant("target "+form))}}
		for _, path := range []string{"/probe?", "/probe?debug=true&module=snmp&", "/sd?"} {
			c.fetch(t, a, http.MethodGet, path+query.Encode(), web)
		}
	}
	c.fetch(t, a, http.MethodGet, "/metrics", c.plant("wrong password of the web"))
	if answer := c.fetch(t, a, http.MethodPost, "/-/reload", web); !strings.Contains(answer, "reloaded") {
		t.Error(answer)
	}
	for i, bad := range c.badConfigs() {
		if err := os.WriteFile(more[i], []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := c.command(t, append([]string{"check-config"}, more...)...)
	for _, answer := range []string{c.fetch(t, a, http.MethodPost, "/-/reload", web), fmt.Sprint(err)} {
		for _, name := range more {
			if !strings.Contains(answer, name) {
				t.Errorf("nothing is told of %s: %s", name, answer)
			}
		}
	}
	for _, bad := range []string{"basic_auth_users: %s\n", "basic_auth_users: *%s\n", "basic_auth_users: [%s]\n", "basic_auth_users: {a: %s}\n"} {
		p.write(t, withTLS+fmt.Sprintf(bad, c.plant("web configuration " + bad)[:8]))
		c.fetch(t, a, http.MethodGet, "/metrics", web)
	}
	p.write(t, withTLS+users)
	c.fetch(t, a, http.MethodPost, "/-/reload", web)
	for _, path := range paths(t) {
		c.fetch(t, a, http.MethodGet, path, web)
		c.fetch(t, a, http.MethodGet, path, "")
	}
}

// commands runs the commands that end by themselves, for some of the targets.
func (c *canaries) commands(t *testing.T, config string, wards []ward) {
	t.Helper()
	walked := false
	for i, w := range wards {
		if i%3 == 0 {
			_, _ = c.command(t, "probe", w.address, "--module="+w.protocol, "--config.file="+config, "--timeout=1s", "--format=debug")
		}
		if w.ok && w.protocol == "snmp" && !walked {
			walked = true
			text, err := c.command(t, "walk", w.address, "--config.file="+config, "--root=1.3.6.1.2.1.33")
			if err != nil || len(text) < 1000 {
				t.Errorf("walk: %v, %s", err, text)
			}
			_, err = c.command(t, "replay", write(t, "walk", text), "--config.file="+config, "--format=debug")
			if err != nil {
				t.Errorf("replay: %v", err)
			}
		}
	}
}
