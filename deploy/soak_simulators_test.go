//go:build linux

package deploy

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const simulated = 40 // addresses of each simulator

var simulatorModes = regexp.MustCompile(`modes: ([a-z0-9 ]+)`)

// simulator runs a simulator of another project: a program that takes many addresses, tells its faults by -h, and is told by
// HTTP which of them to show.
type simulator struct {
	t           *testing.T
	admin, kind string
	module      string
	modes       []string
	program     string
}

func startSimulator(t *testing.T, dir, module string, args ...string) *simulator {
	t.Helper()
	programs, err := filepath.Glob(filepath.Join(dir, "bin", module+"*"))
	if err != nil || len(programs) != 1 {
		t.Fatalf("%s: one program is wanted in bin of %s that begins with %s, not %q", soakSimulators, dir, module, programs)
	}
	s := &simulator{t: t, admin: free(t), kind: "simulated " + module, module: module, program: programs[0]}
	help, _ := exec.CommandContext(t.Context(), s.program, "-h").CombinedOutput() // which ends with an error
	match := simulatorModes.FindSubmatch(help)
	if match == nil {
		t.Fatalf("%s: %s does not tell its faults: %s", soakSimulators, s.program, help)
	}
	s.modes = strings.Fields(string(match[1]))
	launch(t, "http://"+s.admin+"/targets", s.program, append(args, "-admin", s.admin)...)
	return s
}

func (s *simulator) post(path string, values url.Values) error {
	response, err := http.Post("http://"+s.admin+path+"?"+values.Encode(), "", nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if body, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", response.Status, body)
	}
	return nil
}

// targets lists them; each one's status can be set if it has a variable for that.
func (s *simulator) targets(status bool) (list []*target) {
	s.t.Helper()
	var rows []struct{ Addr, Dump, Recording string }
	if err := get("http://"+s.admin+"/targets", &rows); err != nil {
		s.t.Fatal(err)
	}
	readable := map[string]bool{}
	for _, row := range rows {
		row.Dump += row.Recording                   // it is one or the other
		if _, known := readable[row.Dump]; !known { // some recordings are of a part of a device that tells nothing
			probe := exec.CommandContext(s.t.Context(), program(s.t), "probe", row.Addr, "--module="+s.module)
			readable[row.Dump] = probe.Run() == nil
		}
		if !readable[row.Dump] {
			continue
		}
		t := &target{
			address: row.Addr, module: s.module, kind: s.kind, modes: s.modes,
			fault: func(mode string) error {
				if mode == "" {
					mode = "ok"
				}
				return s.post("/fault", url.Values{"target": {row.Addr}, "mode": {mode}})
			},
		}
		if status && !strings.Contains(row.Dump, "epdu") && !strings.Contains(row.Dump, "px2") {
			t.mains = func(on bool) error {
				value := map[bool]string{true: "OL", false: "OB DISCHRG"}[on]
				return s.post("/set", url.Values{"target": {row.Addr}, "var": {"ups.status"}, "value": {value}})
			}
		}
		list = append(list, t)
	}
	return list
}

func simulatedNUT(t *testing.T, dir string) []*target {
	t.Helper()
	s := startSimulator(t, dir, "nut", "-listen", spare(t, "127.23.0", simulated), "-dev", filepath.Join(dir, "data", "nut"), "-vary")
	list := s.targets(true)
	for _, target := range list {
		if target.mains != nil {
			if err := target.mains(true); err != nil {
				t.Fatal(err)
			}
		}
	}
	return list
}

func simulatedSNMP(t *testing.T, dir string) []*target {
	t.Helper()
	return startSimulator(t, dir, "snmp", "-listen", spare(t, "127.24.0", simulated),
		"-rec", filepath.Join(dir, "data", "snmprec"), "-service", "2ms").targets(false)
}
