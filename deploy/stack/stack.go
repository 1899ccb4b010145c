package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/argus-power/argus/deploy/local"
)

// A stack is what runs, in the order in which it was started.
type stack struct {
	*options
	out     *shared
	running []*local.Process
	links   []link // for people
	missing []string
	closers []func()
	failed  chan error
}

// A link is a place to look at.
type link struct{ what, url string }

func (s *stack) start(ctx context.Context) error {
	if err := s.layOut(); err != nil {
		return err
	}
	if err := s.taken(ctx); err != nil {
		return err
	}
	for _, start := range []func(context.Context) error{
		s.startDemo, s.startAlertmanager, s.startPrometheus, s.startGrafana,
	} {
		if err := start(ctx); err != nil {
			var missing *local.MissingError
			if !errors.As(err, &missing) {
				return err
			}
			s.missing = append(s.missing, missing.Error())
		}
	}
	return nil
}

// taken says which addresses somebody else listens on, who would otherwise be taken for one of ours.
func (s *stack) taken(ctx context.Context) error {
	var all []error
	for _, one := range []struct {
		name, address string
		tool          *local.Tool // nil: it is always there
	}{
		{"listen", s.listen, nil},
		{"devices", s.nut, nil},
		{"prometheus", s.prometheus, &local.Prometheus},
		{"alertmanager", s.alertmanager, &local.Alertmanager},
		{"grafana", s.grafana, &local.Grafana},
	} {
		if one.tool != nil {
			if _, err := one.tool.Find(); err != nil {
				continue // it will not be started
			}
		}
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", one.address)
		if err != nil {
			all = append(all, fmt.Errorf("%w; end what listens there, or call .tools/stack with -%s ADDRESS or -free",
				err, one.name))
			continue
		}
		_ = listener.Close()
	}
	return errors.Join(all...)
}

// stop ends all, the last one first, so that nobody complains of the others.
func (s *stack) stop() {
	for _, p := range slices.Backward(s.running) {
		p.Stop()
	}
	for _, closer := range slices.Backward(s.closers) {
		closer()
	}
}

// launch starts a program, whose words go into a file, and waits until a URL answers.
func (s *stack) launch(ctx context.Context, name, ready string, env []string, path string, args ...string) error {
	log, err := os.Create(s.at(name + ".log"))
	if err != nil {
		return fmt.Errorf("log of %s: %w", name, err)
	}
	s.closers = append(s.closers, func() { _ = log.Close() })
	p, err := local.Start(ctx, log, env, path, args...)
	if err != nil {
		return err
	}
	s.running = append(s.running, p)
	go func() {
		<-p.Done()
		if p.Err() != nil {
			select {
			case s.failed <- p.Err():
			default:
			}
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	return p.Ready(ctx, ready)
}

// logs returns the last words of each program, for when something went wrong.
func (s *stack) logs() error {
	const enough = 2000
	var all []error
	for _, name := range []string{"demo", "alertmanager", "prometheus", "grafana"} {
		text, err := os.ReadFile(s.at(name + ".log"))
		if err == nil && len(text) > 0 {
			all = append(all, fmt.Errorf("%s said:\n%s", name, text[max(0, len(text)-enough):]))
		}
	}
	return errors.Join(all...)
}

// at returns the path of something in the folder of the stack.
func (s *stack) at(parts ...string) string {
	return filepath.Join(append([]string{s.data}, parts...)...)
}

// from returns the path of something in the project.
func (s *stack) from(parts ...string) string {
	return filepath.Join(append([]string{s.root}, parts...)...)
}

// guide prints what there is to look at, and what there is not.
func (s *stack) guide() {
	var b strings.Builder
	b.WriteString("\nAll of these run now:\n\n")
	for _, l := range s.links {
		fmt.Fprintf(&b, "  %-44s %s\n", l.what, l.url)
	}
	for _, m := range s.missing {
		fmt.Fprintf(&b, "\n  Not here: %s\n", m)
	}
	b.WriteString("\nThe mains of the UPS \"office\" fail every 4 minutes. What Alertmanager would send is printed " +
		"here. Ctrl-C ends everything.\n\n")
	fmt.Fprint(s.out, b.String())
}
