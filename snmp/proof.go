package snmp

// Datagrams that are lost before silence is taken for that of an agent that cannot bear
// as many variables. Any network loses some; where the agent is known to answer as many,
// it has to lose the same request, or all that are as large, again and again.
const (
	lostBeyond = 2
	lostProven = 6
	maxSilent  = 64 // requests that are remembered
)

// A proof is what is known of how many variables in one request an agent answers.
type proof struct {
	most   int                // in the largest request that was answered
	row    unheard            // in a row: there was no answer to one as large since
	fewer  int                // in the largest request that was answered since
	silent map[string]unheard // requests that were not answered lately, by their first object
}

// unheard is what was not answered though the agent is there.
type unheard struct{ size, datagrams int }

// answered notes an answer to a request.
func (p *proof) answered(r request) {
	size := r.size()
	p.most = max(p.most, size)
	if p.fewer = max(p.fewer, size); p.fewer >= p.row.size {
		p.row, p.fewer = unheard{}, 0
	}
	if u, ok := p.silent[r.oids[0]]; ok && size >= u.size {
		delete(p.silent, r.oids[0])
	}
}

// unanswered notes that none of so many datagrams with a request was answered, though the
// agent is there. It says whether the size of the request is to blame.
func (p *proof) unanswered(r request, datagrams int) bool {
	size, first := r.size(), r.oids[0]
	if size <= p.fewer { // silence to more tells nothing of so few
		p.row, p.fewer = unheard{}, 0
	}
	if p.row.size == 0 || size < p.row.size {
		p.row.size = size
	}
	p.row.datagrams += datagrams
	u, known := p.silent[first]
	if p.silent == nil || !known && len(p.silent) >= maxSilent {
		p.silent = map[string]unheard{}
	}
	u.size, u.datagrams = max(u.size, size), u.datagrams+datagrams
	p.silent[first] = u
	enough := lostProven
	if size > p.most {
		enough = lostBeyond
	}
	if max(p.row.datagrams, u.datagrams) < enough {
		return false
	}
	*p = proof{} // what was proven holds no more
	return true
}
