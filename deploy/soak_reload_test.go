//go:build linux

package deploy

import (
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"
)

// soakConfigs are good, and differ in what is learnt of a target.
var soakConfigs = []string{
	"targets: {allow: ['127.0.0.0/8:*']}\n",
	"targets: {allow: ['127.0.0.0/8:*']}\ndevices: [{target: '127.0.0.0/8:*', labels: {site: here}}]\n",
	"targets: {allow: ['127.0.0.0/8:*']}\nmodules: {nut: {extends: nut, raw: true}}\n",
}

// brokenConfigs are refused.
var brokenConfigs = []string{"", "targets: {allow: []}\n", "tragets: {}\n", "targets: [\n", strings.Repeat("\x00", 100)}

// reloads have good and broken configurations loaded, by signal and by POST.
func (s *soak) reloads(ctx context.Context) {
	for n := 0; wait(ctx, 300*time.Millisecond); n++ {
		good := n%2 == 0
		text := soakConfigs[n/2%len(soakConfigs)]
		if !good {
			text = brokenConfigs[n/2%len(brokenConfigs)]
		}
		s.configure(text)
		if text == "" {
			_ = os.Remove(s.config)
		}
		if n%3 == 0 && s.life.Load() != 0 { // at the very end nothing catches it any more
			_ = s.child.cmd.Process.Signal(syscall.SIGHUP)
		} else {
			s.reload(good)
		}
		s.tally.reload(good)
	}
	s.configure(soakConfigs[0])
	s.reload(true)
}

func (s *soak) configure(text string) {
	fresh := s.config + ".new"
	if err := os.WriteFile(fresh, []byte(text), 0o600); err != nil {
		s.complain("%v", err)
	}
	_ = os.Rename(fresh, s.config)
}

func (s *soak) reload(good bool) {
	life := s.life.Load()
	response, err := http.Post("http://"+s.address+"/-/reload", "", nil)
	if err != nil {
		if life != 0 && life == s.life.Load() {
			s.complain("reload: %v", err)
		}
		return
	}
	defer response.Body.Close()
	if body, _ := io.ReadAll(response.Body); (response.StatusCode == http.StatusOK) != good {
		s.complain("a configuration that is good: %v is answered with %s %s", good, response.Status, body)
	}
}
