package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/argus-power/argus/deploy/local"
)

// layOut writes the configuration: what deploy/ has, with the addresses of here.
func (s *stack) layOut() error {
	if err := s.copyRules(); err != nil {
		return err
	}
	prometheus, err := os.ReadFile(s.from("deploy", "prometheus", "prometheus.yml"))
	if err != nil {
		return fmt.Errorf("configuration of Prometheus: %w", err)
	}
	demo, err := os.ReadFile(s.from("deploy", "demo", "argus.yml"))
	if err != nil {
		return fmt.Errorf("configuration of the demo: %w", err)
	}
	for name, text := range map[string]string{
		"argus.yml": strings.NewReplacer("127.0.0.1:13493", s.nut, "127.0.0.1:11161", s.ups, "127.0.0.1:11162", s.pdu).
			Replace(string(demo)),
		"prometheus.yml":   local.Here(string(prometheus), s.listen, s.alertmanager),
		"targets/nut.yml":  targets("demo", s.nut),
		"targets/snmp.yml": targets("demo", s.ups, s.pdu),
	} {
		if err := s.write(name, text); err != nil {
			return err
		}
	}
	return nil
}

// targets makes a file of them for Prometheus.
func targets(site string, list ...string) string {
	return fmt.Sprintf("- targets: [\"%s\"]\n  labels: {site: %s}\n", strings.Join(list, `", "`), site)
}

// copyRules takes the rules as they are.
func (s *stack) copyRules() error {
	files, err := filepath.Glob(s.from("rules", "*.yml"))
	if err != nil {
		return fmt.Errorf("rules: %w", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("rules: %w", err)
		}
		if err := s.write(filepath.Join("rules", filepath.Base(file)), string(text)); err != nil {
			return err
		}
	}
	return nil
}

func (s *stack) write(name, text string) error {
	path := s.at(filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("folder of %s: %w", name, err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
