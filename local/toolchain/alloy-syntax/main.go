// Command alloy-syntax reads Alloy text from standard input and prints it formatted, or says what is wrong with it.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/grafana/alloy/syntax/diag"
	"github.com/grafana/alloy/syntax/parser"
	"github.com/grafana/alloy/syntax/printer"
)

func main() {
	src, _ := io.ReadAll(os.Stdin)
	f, err := parser.ParseFile("stdin.alloy", src)
	if err != nil {
		var ds diag.Diagnostics
		if d, ok := err.(diag.Diagnostics); ok {
			ds = d
		}
		for _, d := range ds {
			fmt.Fprintln(os.Stderr, d.Error())
		}
		if ds == nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	var b bytes.Buffer
	_ = printer.Fprint(&b, f)
	b.WriteByte('\n')
	os.Stdout.Write(b.Bytes())
}
