package snmp

import (
	"fmt"

	"github.com/gosnmp/gosnmp"

	"github.com/argus-power/argus/snmp/ber"
)

// maxAnswer is how large answers should get, in bytes: what passes an Ethernet
// unfragmented, less the headers of UDP and a tunnel. overhead is what an answer
// has besides variables; one of version 3 has secureOverhead and names.
const (
	maxAnswer      = 1400
	overhead       = 100
	secureOverhead = 150
)

// room is how many octets the variables of an answer should take at most.
func (c *Client) room() int {
	e := c.memory.engine()
	if e.most == 0 {
		return maxAnswer - overhead
	}
	header := secureOverhead + 2*len(e.id) + len(e.user.User) + len(c.options().Context)
	return max(min(maxAnswer-overhead, e.most-header), 1)
}

// errMisplaced is a variable with another name than the one asked for in its place.
var errMisplaced = fmt.Errorf("%w: another object than asked", ErrBadAnswer)

// A job asks for many objects with GET or GETNEXT, in as few requests as the
// agent bears, and finds out which of them it cannot have.
type job struct {
	client *Client
	kind   gosnmp.PDUType
	oids   []string
	take   func(i int, v *bind) error // what was answered to oids[i]
	gone   func(i int)                // the agent does not have oids[i]
	fail   func(i int, err error)     // oids[i] cannot be had; may be nil

	todo  [][]int // batches of indices of oids, the next one last
	first error   // of what cannot be had, the first one
	at    int     // its index
	over  error   // why nothing more is asked
	names []string
}

// askable says whether an object identifier can be encoded: the first number is
// below 3, and the second below 40 under 0 and 1 (X.690, section 8.19).
func askable(oid string) bool {
	if !validOID(oid) || oid[0] > '2' || oid[1] != '.' {
		return false
	}
	second, _ := firstNumber(oid[2:])
	return second < 40 || oid[0] == '2' && second < 1<<32-80
}

// run returns what ended the job before all was asked or, if nothing did, why the
// first of the objects that cannot be had cannot.
func (j *job) run() error {
	all := make([]int, 0, len(j.oids))
	for i, oid := range j.oids {
		if !askable(oid) {
			j.miss(i, unaskable(oid))
			continue
		}
		all = append(all, i)
	}
	j.push(all)
	for len(j.todo) > 0 {
		batch := j.pop()
		if len(batch) == 0 {
			continue
		}
		if j.over != nil {
			j.failAll(batch, j.over)
			continue
		}
		j.names = j.names[:0]
		for _, i := range batch {
			j.names = append(j.names, j.oids[i])
		}
		if err := j.client.ask(request{kind: j.kind, oids: j.names}); err != nil {
			j.cope(batch, err)
			continue
		}
		j.accept(batch, j.client.answer.binds)
	}
	if j.over != nil {
		return j.over
	}
	return j.first
}

func (j *job) push(batch []int) {
	if len(batch) > 0 {
		j.todo = append(j.todo, batch)
	}
}

// pop takes as much of the next batch as one request may ask for.
func (j *job) pop() []int {
	last := len(j.todo) - 1
	batch := j.todo[last]
	j.todo = j.todo[:last]
	traits := &j.client.memory.traits
	most := min(len(batch), limit(j.client.options().MaxVarbinds, traits.varbinds))
	size, room := 0, j.client.room()
	for n := range most {
		size += sizeOfOID(j.oids[batch[n]]) + 4 + traits.valueSize()
		if size > room && n > 0 {
			most = n
			break
		}
	}
	j.push(batch[most:])
	return batch[:most]
}

// disordered says whether an answer to GETNEXT has an object before the one that was
// asked about: then there is no telling what any of it follows.
func (j *job) disordered(batch []int, binds []bind) bool {
	if j.kind != gosnmp.GetNextRequest || len(batch) == 1 {
		return false
	}
	for k, i := range batch {
		name, ok := j.client.name(&binds[k])
		if ok && binds[k].tag != ber.TagEndOfMibView && compareOID(string(name), j.oids[i]) < 0 {
			return true
		}
	}
	return false
}
