package nut

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A pass is one read of a server: what is asked for, and what has been answered so far. It survives
// the connection, so that a second one only asks for what is missing.
type pass struct {
	settings *settings
	all      bool // every UPS of the server, not only those named
	wishes   []wish
	index    map[string]int // folded name -> wishes

	listed  []UPS // nil until LIST UPS was answered; no name twice
	listErr error // LIST UPS was refused

	manner  manner
	proven  manner // what the answers of this pass have shown, untried for nothing
	stalled bool   // the answer behind another one did not come
	doubted bool   // asking one by one because of that

	base    time.Duration // see await
	latency time.Duration // of the first answer, from the first write
}

func (p *pass) hasListed() bool { return p.listed != nil }

// run asks until nothing is open. Each round learns at least one answer or fails, and the way of
// asking changes once at most, so it ends.
func (p *pass) run(ctx context.Context) error {
	var l *link
	for {
		queue := p.pending()
		if len(queue) == 0 {
			break
		}
		if l == nil {
			var err error
			if l, err = connect(ctx, p.settings); err != nil {
				return err
			}
			queue = slices.Concat(p.settings.login, queue)
		}
		err := p.exchange(ctx, l, queue)
		if errors.Is(err, errOneAtATime) {
			l.drop()
			l, p.manner, p.doubted = nil, oneByOne, true
			continue
		}
		if err != nil {
			l.drop()
			return err
		}
		p.respell()
	}
	if l != nil {
		l.hangUp()
	}
	return nil
}

// pending returns the questions that are still open, in the order of asking.
func (p *pass) pending() []command {
	queue := make([]command, 0, len(p.wishes)+3)
	if !p.hasListed() && p.listErr == nil {
		queue = append(queue, command{verb: askListUPS})
	}
	for i := range p.wishes {
		if t := &p.wishes[i]; !t.done {
			queue = append(queue, command{verb: askListVar, ups: t.ask})
		}
	}
	return queue
}

// settle takes in the answer to LIST UPS: what it names is wanted if everything is.
func (p *pass) settle(list []UPS) {
	p.listed = make([]UPS, 0, len(list))
	seen := make(map[string]bool, len(list))
	for _, u := range list {
		if seen[fold(u.Name)] {
			continue
		}
		seen[fold(u.Name)] = true
		p.listed = append(p.listed, u)
		if p.all {
			p.want(wish{ask: u.Name, typed: u.Name})
		}
	}
}

// respell puts the question again for UPSes that were asked for in another case than the server's
// and not recognised. Servers other than upsd can be particular about case.
func (p *pass) respell() {
	for _, u := range p.listed {
		t := p.wish(u.Name)
		if t != nil && t.ask != u.Name && hasCode(t.err, CodeUnknownUPS) && validName(u.Name) {
			t.ask, t.err, t.done = u.Name, nil, false
		}
	}
}

// take reads the answer to a question. The error it returns ends the connection; a refusal that
// concerns one question only is kept where it belongs.
func (p *pass) take(l *link, c command) error {
	switch c.verb {
	case askListUPS:
		list, err := l.upses(len(p.wishes) + 1)
		if err == nil {
			p.settle(list)
		} else if !fatal(err) {
			p.listErr = fmt.Errorf("%s: %w", c, err)
			return nil
		}
		return err
	case askListVar:
		t := p.wish(c.ups)
		vars, err := l.vars(c.ups, max(t.expect, 16))
		if err != nil && fatal(err) {
			return err
		}
		t.done, t.vars = true, vars
		if err != nil {
			t.err = fmt.Errorf("%s: %w", c, err)
		}
		return nil
	default: // the credentials: servers that check them at once let nobody read without
		return l.ok()
	}
}
