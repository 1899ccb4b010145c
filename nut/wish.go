package nut

// A wish is a UPS whose variables are wanted.
type wish struct {
	ask    string // the spelling to send
	typed  string // the spelling to report if the server does not list it
	expect int    // how many variables it had
	vars   []Var
	err    error
	done   bool
}

func newPass(s *settings, only []string, remembered []known, m manner) *pass {
	p := &pass{settings: s, all: len(only) == 0, manner: m, index: map[string]int{}}
	if p.all {
		p.wishes = make([]wish, 0, len(remembered))
		for _, k := range remembered {
			p.want(wish{ask: k.name, typed: k.name, expect: k.vars})
		}
		return p
	}
	for _, name := range only {
		t := wish{ask: name, typed: name}
		for _, k := range remembered {
			if fold(k.name) == fold(name) {
				t.ask, t.expect = k.name, k.vars
				break
			}
		}
		p.want(t)
	}
	return p
}

// want adds a wish, unless there is one of that name. A name that no request can carry is a
// target that is done already.
func (p *pass) want(t wish) {
	if _, ok := p.index[fold(t.ask)]; ok {
		return
	}
	if t.err = checkName(t.ask); t.err != nil {
		t.done = true
	}
	p.index[fold(t.ask)] = len(p.wishes)
	p.wishes = append(p.wishes, t)
}

func (p *pass) wish(name string) *wish {
	if i, ok := p.index[fold(name)]; ok {
		return &p.wishes[i]
	}
	return nil
}
