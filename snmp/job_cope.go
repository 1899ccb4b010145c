package snmp

import (
	"errors"

	"github.com/gosnmp/gosnmp"
)

// cope decides what to do with a batch that was refused.
func (j *job) cope(batch []int, err error) {
	refusal, refused := errors.AsType[*AgentError](err)
	switch {
	case !local(err):
		j.over = err
		j.failAll(batch, err)
	case oversize(err):
		if r := (request{kind: j.kind, oids: j.names}); len(batch) > 1 && j.client.tooLarge(r, err) {
			j.client.memory.traits.bears(len(batch) / 2)
		}
		j.split(batch, err)
	case refused && len(batch) == 1:
		j.drop(batch[0], refusal)
	case refused && refusal.Index > 0 && refusal.Index <= len(batch):
		k := refusal.Index - 1
		bad := batch[k]
		copy(batch[k:], batch[k+1:])
		j.push(batch[:len(batch)-1])
		j.drop(bad, refusal)
	default:
		j.split(batch, err)
	}
}

// drop gives up one object after an error status.
func (j *job) drop(i int, refusal *AgentError) {
	if refusal.Status != statusNoSuchName {
		j.miss(i, refusal)
		return
	}
	j.gone(i) // RFC 1157, section 4.1.2
	if j.kind == gosnmp.GetNextRequest {
		j.cutTree(j.oids[i])
	}
}

// cutTree spares the objects that follow one after which the tree ends.
func (j *job) cutTree(end string) {
	for b, batch := range j.todo {
		kept := batch[:0]
		for _, i := range batch {
			if compareOID(j.oids[i], end) >= 0 {
				j.gone(i)
			} else {
				kept = append(kept, i)
			}
		}
		j.todo[b] = kept
	}
}

// split asks for the halves of a batch, so that one bad object does not spoil
// the others.
func (j *job) split(batch []int, err error) {
	if len(batch) == 1 {
		j.miss(batch[0], err)
		return
	}
	half := (len(batch) + 1) / 2
	j.push(batch[half:])
	j.push(batch[:half])
}

func (j *job) failAll(batch []int, err error) {
	for _, i := range batch {
		j.miss(i, err)
	}
}

func (j *job) miss(i int, err error) {
	if j.first == nil || i < j.at {
		j.first, j.at = err, i
	}
	if j.fail != nil {
		j.fail(i, err)
	}
}
