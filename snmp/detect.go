package snmp

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// enterprises is the subtree in which each maker has one of its own.
const enterprises = "1.3.6.1.4.1"

// atOnce is how many questions a request may have. A set with more of them is
// asked about the makers first.
const atOnce = 40

// questions are the subtrees of which an agent has something if a module applies.
type questions struct {
	common []string            // those that belong to no maker
	makers []string            // those who have any, in the order of their numbers
	of     map[string][]string // by maker
	count  int
}

func newQuestions(modules []*Module) questions {
	q := questions{of: map[string][]string{}}
	for _, m := range modules {
		for _, oid := range m.detect {
			maker, list := makerOf(oid), &q.common
			if maker != "" {
				own := q.of[maker]
				list = &own
			}
			if slices.Contains(*list, oid) {
				continue
			}
			*list = append(*list, oid)
			q.count++
			if maker != "" {
				q.of[maker] = *list
			}
		}
	}
	q.makers = sortedKeys(q.of)
	slices.SortFunc(q.makers, compareOID)
	return q
}

// makerOf returns the maker's subtree that an object identifier lies in, or "".
func makerOf(oid string) string {
	below, ok := under(oid, enterprises)
	if !ok {
		return ""
	}
	number, _, _ := strings.Cut(below, ".")
	return enterprises + "." + number
}

// all lists all questions.
func (q *questions) all() []string {
	list := slices.Clone(q.common)
	for _, maker := range q.makers {
		list = append(list, q.of[maker]...)
	}
	return list
}

// detector finds out which questions an agent answers.
type detector struct {
	*questions
	agent     agent
	following map[string]Varbind // by what was asked, in this read or before
	refused   error              // why not all was answered
}

// detectModules returns the modules of the set that apply to the agent. With few questions
// one request asks them all. With many, each asks where the next maker's subtree is
// and about the one that was found before: an agent has one or two of them. Refused is
// why there may be more of them. What was answered is kept in following: an agent too
// slow for one read goes on there in the next.
func (s *Set) detectModules(ctx context.Context, a agent, following map[string]Varbind) (
	found []*Module, refused, err error,
) {
	d := detector{questions: &s.questions, agent: a, following: following}
	if len(following) > 0 { // what is left may be what the agent is silent to: it must not seem gone
		if _, err := a.Get(ctx, []string{sysUpTime}); cutOff(err) {
			return nil, nil, fmt.Errorf("find out what the agent knows: %w", err)
		}
	}
	if d.count > atOnce {
		if err := d.chain(ctx); err != nil {
			return nil, nil, err
		}
		if found = s.applying(d.following); len(found) > 0 && d.refused == nil {
			return found, nil, nil
		}
	}
	// An agent may not find its way from one subtree to the next.
	d.refused = nil
	if err := d.ask(ctx, d.all()); err != nil {
		return nil, nil, err
	}
	if found = s.applying(d.following); len(found) == 0 && d.refused != nil {
		return nil, nil, d.refused
	}
	return found, d.refused, nil
}

// chain goes from one maker's subtree to the next. That of the object identifier by
// which the agent calls itself is asked about in any case: what it says may be
// wrong, and then nothing is lost.
func (d *detector) chain(ctx context.Context) error {
	const itself = "1.3.6.1.2.1.1.2"
	pending, makers := append([]string{itself}, d.common...), d.makers
	for d.refused == nil && (len(pending) > 0 || len(makers) > 0) {
		if err := d.ask(ctx, append(pending, makers[:min(1, len(makers))]...)); err != nil {
			return err
		}
		pending = nil
		if own, known := d.of[makerOf(d.following[itself].Value.text)]; known {
			pending = append(pending, own...)
		}
		if len(makers) > 0 {
			found := makerOf(d.following[makers[0]].OID)
			pending = append(pending, d.of[found]...)
			makers = behind(makers, found)
		}
		pending = slices.DeleteFunc(pending, d.asked)
	}
	return nil
}

// behind returns the makers behind one that was found, none if none was.
func behind(makers []string, found string) []string {
	if found == "" {
		return nil
	}
	i, known := slices.BinarySearchFunc(makers, found, compareOID)
	if known {
		i++
	}
	return makers[i:]
}

func (d *detector) asked(oid string) bool {
	_, asked := d.following[oid]
	return asked
}

// ask asks what follows some subtrees, those that were not asked about before.
func (d *detector) ask(ctx context.Context, roots []string) error {
	slices.SortFunc(roots, compareOID)
	roots = slices.DeleteFunc(slices.Compact(roots), d.asked)
	if len(roots) == 0 {
		return nil
	}
	answers, err := d.agent.Next(ctx, roots)
	for i, root := range roots {
		if answers[i].Value.Type != Unread {
			d.following[root] = answers[i]
		}
	}
	if err != nil {
		d.refused = fmt.Errorf("find out what the agent knows: %w", err)
		if len(d.following) == 0 || cutOff(err) { // else a part of its tree is broken
			return d.refused
		}
	}
	return nil
}

// applying returns the modules of which the agent has something: following is,
// for each subtree that was asked about, the object that follows its root.
func (s *Set) applying(following map[string]Varbind) []*Module {
	has := func(root string) bool {
		v := following[root]
		_, below := under(v.OID, root)
		return below && v.Value.Exists()
	}
	var found, out []*Module
	for _, m := range s.modules {
		if slices.ContainsFunc(m.detect, has) {
			found = append(found, m)
		}
	}
	for i, m := range found {
		superfluous := false
		for j, other := range found {
			// Of two that make each other superfluous the better one stays.
			mutual := i < j && slices.Contains(other.unless, m.name)
			superfluous = superfluous || i != j && !mutual && slices.Contains(m.unless, other.name)
		}
		if !superfluous {
			out = append(out, m)
		}
	}
	return out
}
