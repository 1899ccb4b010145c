package nut

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// devices makes the result. err is what ended the pass early.
func (p *pass) devices(err error) ([]Device, error) {
	if !p.hasListed() && (p.all || !p.anyRead()) {
		return nil, cmp.Or(p.listErr, err)
	}
	var result []Device
	if p.all {
		result = make([]Device, 0, len(p.listed))
		for _, u := range p.listed {
			result = append(result, p.device(u, p.wish(u.Name), err))
		}
	} else {
		result = p.named(err)
	}
	slices.SortFunc(result, func(a, b Device) int { return cmp.Compare(a.Name, b.Name) })
	return result, nil
}

// named returns a device for each wish, with the name and description of the list.
func (p *pass) named(err error) []Device {
	result := make([]Device, len(p.wishes))
	for i := range p.wishes {
		result[i] = p.device(UPS{Name: p.wishes[i].typed}, &p.wishes[i], err)
	}
	for _, u := range p.listed {
		if i, ok := p.index[fold(u.Name)]; ok {
			result[i].UPS = u
		}
	}
	return result
}

func (p *pass) device(u UPS, t *wish, err error) Device {
	if t.done {
		return Device{UPS: u, Vars: t.vars, Err: t.err}
	}
	// The error of the pass names the question that failed, perhaps another device's.
	at, ok := errors.AsType[*failure](err)
	if ok && at.question.verb == askListVar && at.question.ups == t.ask {
		return Device{UPS: u, Err: err}
	}
	return Device{UPS: u, Err: fmt.Errorf("%s: not read: %w",
		command{verb: askListVar, ups: t.ask}, err)}
}

func (p *pass) anyRead() bool {
	return slices.ContainsFunc(p.wishes, func(t wish) bool { return t.done && t.err == nil })
}

// failure is an error that ended a connection and the question it happened at.
type failure struct {
	question command
	err      error
}

func (f *failure) Error() string { return f.question.String() + ": " + f.err.Error() }
func (f *failure) Unwrap() error { return f.err }
