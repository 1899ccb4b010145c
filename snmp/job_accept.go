package snmp

import (
	"fmt"
	"slices"

	"github.com/gosnmp/gosnmp"
)

// accept takes what was answered. GET has a name for each variable, so that a
// short or disordered answer is still worth something; GETNEXT has only the order.
func (j *job) accept(batch []int, binds []bind) {
	if j.kind == gosnmp.GetNextRequest {
		j.acceptNext(batch, binds)
		return
	}
	asked := len(batch)
	left, inOrder := j.match(batch, binds)
	switch {
	case len(left) == asked:
		j.client.stats.Refused++
		j.split(left, errMisplaced)
		return
	case inOrder && len(binds) < asked: // it came as far as it could
		j.client.memory.traits.bears(len(binds))
	}
	j.push(left)
}

// match takes the variables that were asked for, by their names. It returns those
// that did not come, and whether what came is what was asked, from the first on.
func (j *job) match(batch []int, binds []bind) (left []int, inOrder bool) {
	inOrder = true
	next := 0 // where in the batch the next variable should be
	for k := range binds {
		name, ok := j.client.name(&binds[k])
		if !ok {
			inOrder = false
			continue
		}
		at := next
		if at == len(batch) || batch[at] == taken || string(name) != j.oids[batch[at]] {
			inOrder = false
			if at = j.find(batch, name); at < 0 {
				continue
			}
		}
		i := batch[at]
		batch[at], next = taken, at+1
		if err := j.take(i, &binds[k]); err != nil {
			j.client.stats.Refused++
			j.miss(i, err)
		}
	}
	return slices.DeleteFunc(batch, func(i int) bool { return i == taken }), inOrder
}

// taken stands in a batch for an object that came.
const taken = -1

func (j *job) find(batch []int, name []byte) int {
	return slices.IndexFunc(batch, func(i int) bool { return i != taken && string(name) == j.oids[i] })
}

// acceptNext takes what follows each object of a batch.
func (j *job) acceptNext(batch []int, binds []bind) {
	if len(binds) != len(batch) {
		j.split(batch, fmt.Errorf("%w: %d variables where %d were asked for", ErrBadAnswer, len(binds), len(batch)))
		return
	}
	if j.disordered(batch, binds) {
		j.client.stats.Refused++
		j.split(batch, errMisplaced)
		return
	}
	for k, i := range batch {
		if err := j.take(i, &binds[k]); err != nil {
			j.client.stats.Refused++
			j.miss(i, err)
		}
	}
}
