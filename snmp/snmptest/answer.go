package snmptest

// answer is what the agent says to a request, in room bytes at most for the varbinds. Without ok it
// says nothing. The agent is locked.
func (a *Agent) answer(version int64, request pdu, room int) (answer pdu, ok bool) {
	if a.drops(version, request) {
		return pdu{}, false
	}
	answer = pdu{kind: Response, id: request.id}
	switch request.kind {
	case Get, GetNext:
		answer = a.single(version, request, answer)
	case GetBulk:
		if version == wireV1 {
			return pdu{}, false
		}
		answer = a.bulk(request, answer, room)
	case SetRequest:
		if version == wireV1 {
			answer = refuse(request, answer, statusNoSuchName, 1)
		} else {
			answer = refuse(request, answer, statusNoAccess, 1)
		}
	default:
		return pdu{}, false
	}
	answer = a.check(version, request, answer, room)
	return a.spoil(request, answer), true
}

// refuse answers with an error status and what was asked.
func refuse(request, answer pdu, status, index int64) pdu {
	answer.status, answer.index, answer.binds = status, index, request.binds
	return answer
}

// single answers GET and GETNEXT.
func (a *Agent) single(version int64, request, answer pdu) pdu {
	for i, asked := range request.binds {
		var r row
		var ok bool
		if request.kind == Get {
			r, ok = a.object(version, asked.oid)
		} else {
			r, ok = a.next(version, asked.oid, true)
		}
		if !ok && version == wireV1 {
			return refuse(request, answer, statusNoSuchName, int64(i+1))
		}
		answer.binds = append(answer.binds, r)
	}
	return answer
}

// bulk answers GETBULK with as many repetitions as fit.
func (a *Agent) bulk(request, answer pdu, room int) pdu {
	if a.faults.GenErrBulk {
		return refuse(request, answer, statusGenErr, 1)
	}
	nonRepeaters := int(min(max(request.status, 0), int64(len(request.binds))))
	repetitions := max(request.index, 0)
	switch {
	case a.faults.BulkRows > 0:
		repetitions, room = int64(a.faults.BulkRows), maxDatagram-200
	case a.faults.BulkOne:
		repetitions = min(repetitions, 1)
	case a.faults.TooBigBytes > 0: // the agent does not know how to send less
		room = maxDatagram - 200
	}
	for _, asked := range request.binds[:nonRepeaters] {
		r, _ := a.next(wireV2c, asked.oid, true)
		answer.binds = append(answer.binds, r)
	}
	at := append([]row(nil), request.binds[nonRepeaters:]...)
	used := size(answer.binds)
	for n := range repetitions {
		ended := 0
		for i := range at {
			more := at[i].value.Tag != TagEndOfMibView
			if more {
				at[i], more = a.next(wireV2c, at[i].oid, n == 0)
			}
			if used += size(at[i : i+1]); used > room {
				return answer
			}
			if !more {
				ended++
			}
			answer.binds = append(answer.binds, at[i])
		}
		if ended == len(at) {
			break
		}
	}
	return answer
}

func size(binds []row) int {
	n := 0
	for _, r := range binds {
		n += len(r.append(nil))
	}
	return n
}

// check looks for what an answer must not have.
func (a *Agent) check(version int64, request, answer pdu, room int) pdu {
	f := &a.faults
	if answer.status != 0 {
		return answer
	}
	if f.GenErrAt != "" {
		at := mustOID(f.GenErrAt)
		for i, r := range answer.binds {
			if len(r.oid) == len(at) && r.oid.within(at) {
				return refuse(request, answer, statusGenErr, int64(i%len(request.binds)+1))
			}
		}
	}
	n := size(answer.binds)
	empty := len(answer.binds) == 0 && len(request.binds) > 0 &&
		(request.kind != GetBulk || request.index > 0)
	if n > room && f.BulkRows == 0 || empty ||
		f.TooBigAbove > 0 && len(answer.binds) > f.TooBigAbove ||
		f.TooBigBytes > 0 && n > f.TooBigBytes {
		answer = refuse(request, answer, statusTooBig, 0)
		if version != wireV1 && !f.TooBigEcho {
			answer.binds = nil // RFC 3416, section 4.2.1
		}
	}
	return answer
}
