package nuttest

import "errors"

// Limits of upsd on one request; what is beyond is dropped without a word.
const (
	maxWords = 32
	maxWord  = 512
)

var errSyntax = errors.New("bad quoting")

// parser cuts a stream of bytes into lines of words by the rules of upsd: double quotes hold a word
// together, a backslash takes the byte behind it as it is, '=' is a word of its own, and '#' begins
// a comment, which within quotes is a mistake.
type parser struct {
	words []string
	word  []byte
	state parserState
	begun bool // there is a word, if only an empty one
}

type parserState int

const (
	plain parserState = iota
	quoted
	escaped
	quotedEscaped
	comment
)

// feed takes one byte. It reports whether a line is complete; its words are then in p.words until
// reset.
func (p *parser) feed(c byte) (complete bool, err error) {
	if c == '\n' {
		if p.state == quoted || p.state == quotedEscaped {
			return false, errSyntax
		}
		p.endWord()
		return true, nil
	}
	if !isSpace(c) && (c < 0x20 || c > 0x7f) {
		return false, nil // upsd takes ASCII only
	}
	switch p.state {
	case comment:
	case escaped:
		p.add(c)
		p.state = plain
	case quotedEscaped:
		p.add(c)
		p.state = quoted
	case quoted:
		return false, p.feedQuoted(c)
	default:
		p.feedPlain(c)
	}
	return false, nil
}

func (p *parser) feedQuoted(c byte) error {
	switch c {
	case '#':
		return errSyntax
	case '\\':
		p.state = quotedEscaped
	case '"':
		p.state = plain
		p.endWord()
	default:
		p.add(c)
	}
	return nil
}

func (p *parser) feedPlain(c byte) {
	switch {
	case isSpace(c):
		p.endWord()
	case c == '#':
		p.endWord()
		p.state = comment
	case c == '\\':
		p.state = escaped
	case c == '"':
		p.endWord()
		p.begun = true
		p.state = quoted
	case c == '=':
		p.endWord()
		p.add(c)
		p.endWord()
	default:
		p.add(c)
	}
}

func (p *parser) add(c byte) {
	p.begun = true
	if len(p.word) < maxWord {
		p.word = append(p.word, c)
	}
}

func (p *parser) endWord() {
	if p.begun && len(p.words) < maxWords {
		p.words = append(p.words, string(p.word))
	}
	p.word = p.word[:0]
	p.begun = false
}

func (p *parser) reset() {
	*p = parser{word: p.word[:0]}
}

func isSpace(c byte) bool {
	return c == ' ' || '\t' <= c && c <= '\r'
}
