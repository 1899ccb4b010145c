package snmp

import (
	"context"
	"slices"
	"testing"

	"github.com/argus-power/argus/snmp/ber"
)

// An agent that leaves out what it does not have bears as many variables as before, and
// what it does answer is not asked for again.
func TestShortAnswersThatOmit(t *testing.T) {
	for name, missing := range map[string][]int{"first": {1}, "in the middle": {17}, "several": {5, 6, 40}} {
		t.Run(name, func(t *testing.T) {
			asked := table(root, 60)
			var has []object
			for i, o := range asked {
				if !slices.Contains(missing, i+1) {
					has = append(has, o)
				}
			}
			w := wireTo(has, func(a *fakeAgent, q query) [][]byte {
				return q.reply(slices.DeleteFunc(a.get(q.oids), func(o object) bool { return o.value[0] == ber.TagNoSuchInstance })...)
			})
			m := new(Memory)
			for range 2 {
				w.sent = 0
				values, err := wired(t, w, Options{}, m).Get(context.Background(), names(asked))
				wantErrorIs(t, err, ErrBadAnswer)
				for i, v := range values {
					wantEqual(t, !slices.Contains(missing, i+1), v.Exists(), i)
				}
				wantAtMost(t, 2*len(missing), w.sent)
				wantEqual(t, 0, m.traits.varbinds)
			}
		})
	}
}

// Variables in another order are told by their names.
func TestAnswersInAnotherOrder(t *testing.T) {
	objects := table(root, 30)
	w := wireTo(objects, func(a *fakeAgent, q query) [][]byte {
		list := a.get(q.oids)
		slices.Reverse(list)
		return q.reply(list...)
	})
	twice := append(names(objects), root+".7", root+".7")
	values, err := wired(t, w, Options{}, nil).Get(context.Background(), twice)
	wantNoError(t, err)
	for i, v := range values[:30] {
		wantEqual(t, Number(Integer, float64(i+1)), v)
	}
	wantEqual(t, []Value{Number(Integer, 7), Number(Integer, 7)}, values[30:])
	wantEqual(t, 1, w.sent)
}

// After GETNEXT it is asked whether the agent is there for what it answered, and not for
// the root, which is no instance.
func TestWitnessIsAnInstance(t *testing.T) {
	objects := table(root, 9)
	var probe query
	w := wireTo(objects, func(a *fakeAgent, q query) [][]byte {
		if len(q.oids) > 1 {
			return nil
		}
		if q.kind == 0xa0 {
			probe = q
		}
		return a.serve(q)
	})
	c := wired(t, w, Options{}, nil)
	_, err := c.Next(context.Background(), []string{root})
	wantNoError(t, err)
	_, err = c.Next(context.Background(), []string{root + ".3", root + ".4"})
	wantNoError(t, err)
	wantEqual(t, []string{root + ".1"}, probe.oids)
}
