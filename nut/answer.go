package nut

import (
	"fmt"
)

// A UPS is one device of a server, as LIST UPS gives it.
type UPS struct {
	Name string // the name in the server's configuration; case does not distinguish names
	// Description is the administrator's text; empty when the server has none, also when it says
	// so in words ("Description unavailable").
	Description string
}

// A Var is one variable of a UPS, such as battery.charge and "100". Name and Value share memory.
type Var struct {
	Name, Value string
}

// ask writes one command; the answer is read by the methods below.
func (l *link) ask(c command) error {
	l.lines = 0
	return l.write(c.append(make([]byte, 0, 64)))
}

// ok reads the answer to a command that has no result: OK and whatever follows it.
func (l *link) ok() error {
	line, err := l.reply()
	if err != nil {
		return err
	}
	if word, _ := cutWord(line); !equalFold(word, "OK") {
		return l.unexpected(line)
	}
	return nil
}

// text reads an answer of one line of free text.
func (l *link) text() (string, error) {
	line, err := l.reply()
	if err == nil && len(line) > l.limits.Value {
		return "", fmt.Errorf("%w: the limit is %d bytes", ErrValueTooLong, l.limits.Value)
	}
	return string(line), err
}

// reply returns the next line, or the refusal that stands in its place.
func (l *link) reply() ([]byte, error) {
	line, err := l.line()
	if err != nil {
		return nil, err
	}
	if word, rest := cutWord(line); equalFold(word, "ERR") {
		return nil, serverError(l.hide(rest))
	}
	return line, nil
}

// variable reads the answer to GET VAR: "VAR <ups> <name> <value>".
func (l *link) variable(ups, name string) (string, error) {
	line, err := l.reply()
	if err != nil {
		return "", err
	}
	kind, rest := cutWord(line)
	from, rest := cutWord(rest)
	if !equalFold(kind, "VAR") || !equalFold(from, ups) {
		return "", l.unexpected(line)
	}
	v, err := parseVar(rest, l.limits.Value)
	if err == nil && !equalFold([]byte(v.Name), name) {
		err = fmt.Errorf("%w: answer is about %q", ErrUnexpectedLine, v.Name)
	}
	return v.Value, err
}

// upses reads the answer to LIST UPS.
func (l *link) upses(expect int) ([]UPS, error) {
	list := make([]UPS, 0, min(expect, l.limits.UPSes))
	err := l.list("UPS", "", func(row []byte) error {
		if len(list) == l.limits.UPSes {
			return fmt.Errorf("%w: the limit is %d UPSes", ErrListTooLong, l.limits.UPSes)
		}
		u, err := parseUPS(row, l.limits.Value)
		list = append(list, u)
		return err
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// vars reads the answer to LIST VAR. Its rows must be about the UPS that was asked for, which upsd
// echoes as it was typed.
func (l *link) vars(ups string, expect int) ([]Var, error) {
	list := make([]Var, 0, min(expect, l.limits.Vars))
	err := l.list("VAR", ups, func(row []byte) error {
		if len(list) == l.limits.Vars {
			return fmt.Errorf("%w: the limit is %d variables", ErrListTooLong, l.limits.Vars)
		}
		name, rest := cutWord(row)
		if !equalFold(name, ups) {
			return l.unexpected(row)
		}
		v, err := parseVar(rest, l.limits.Value)
		list = append(list, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// list reads "BEGIN LIST kind of", rows "kind ...", "END LIST kind of" and gives the rows to add. A
// refusal may take the place of any line and is then the last one: no END follows it.
func (l *link) list(kind, of string, add func(row []byte) error) error {
	line, err := l.reply()
	if err != nil {
		return err
	}
	if !matches(line, "BEGIN", "LIST", kind, of) {
		return l.unexpected(line)
	}
	for {
		if line, err = l.reply(); err != nil {
			return err
		}
		word, row := cutWord(line)
		if !equalFold(word, kind) {
			break
		}
		if err := add(row); err != nil {
			return err
		}
	}
	if !matches(line, "END", "LIST", kind, of) {
		return l.unexpected(line)
	}
	return nil
}
