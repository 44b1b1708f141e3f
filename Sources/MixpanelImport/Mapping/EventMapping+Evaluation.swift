extension EventMapping {
    /// The value of a term. The nodes that it comes from are added to `scratch.origins`.
    func value(of term: Int, _ rule: ValueRule, _ scratch: inout MappingScratch) -> JSONValue {
        let operation = program.terms[term]
        switch operation.operation {
        case .path:
            scratch.origins.append(operation.first)
            let value = scratch.slots[Int(operation.first)]
            return value.isContainer ? current(value, &scratch) : value
        case .constant:
            return program.constants[Int(operation.first)].value(scratch.constants)
        case .alternatives:
            return firstPresent(operation, rule, &scratch)
        case .select:
            if !holds(condition: Int(operation.first), &scratch) { return .missing }
            return value(of: Int(operation.second), rule, &scratch)
        case .template:
            return template(operation, &scratch)
        case .tostring, .fromjson, .downcase, .upcase, .hash, .last36, .fromlocal:
            let operand = value(of: Int(operation.first), rule, &scratch)
            return operand.kind == .null ? .missing : applied(operation.operation, operand, &scratch)
        }
    }

    private func firstPresent(
        _ operation: Program.Term,
        _ rule: ValueRule,
        _ scratch: inout MappingScratch
    ) -> JSONValue {
        let origins = scratch.origins.count
        var operand = Int(operation.first)
        while true {
            let value = value(of: Int(program.operands[operand]), rule, &scratch)
            operand += 1
            if operand == Int(operation.second) { return value }
            if value.isTruthy, !rule.isMissing(value, &scratch) { return value }
            scratch.origins.cut(to: origins)
        }
    }

    private func template(
        _ operation: Program.Term,
        _ scratch: inout MappingScratch
    ) -> JSONValue {
        let start = scratch.texts.count
        for index in Int(operation.first)..<Int(operation.second) {
            let part = program.parts[index]
            guard let term = part.term else {
                scratch.texts.append(part.text.text(scratch.constants))
                continue
            }
            let value = value(of: Int(term), .plain, &scratch)
            if value.kind == .null {
                scratch.texts.cut(to: start)
                return .missing
            }
            scratch.texts.append(scratch.plainText(of: value))
        }
        let texts = UnsafeBufferPointer(start: scratch.texts.base + start, count: scratch.texts.count - start)
        let token = scratch.token(for: texts)
        scratch.texts.cut(to: start)
        return token
    }

    func holds(condition: Int, _ scratch: inout MappingScratch) -> Bool {
        var holds = true
        for index in program.conditions[condition] {
            let test = program.tests[index]
            if holds { holds = self.holds(test, &scratch) }
            if test.endsGroup {
                if holds { return true }
                holds = true
            }
        }
        return false
    }

    private func holds(_ test: Program.Test, _ scratch: inout MappingScratch) -> Bool {
        let value = scratch.slots[Int(test.node)]
        switch test.operation {
        case .holds: return value.isTruthy
        case .equals: return equals(value, program.constants[Int(test.constant)], &scratch)
        case .differs: return !equals(value, program.constants[Int(test.constant)], &scratch)
        }
    }

    private func equals(_ value: JSONValue, _ constant: Constant, _ scratch: inout MappingScratch) -> Bool {
        if value.kind != constant.kind { return false }
        switch value.kind {
        case .string: return scratch.text(of: value) == constant.text.text(scratch.constants)
        case .number: return DecimalNumber.equal(value, constant.value(scratch.constants))
        case .boolean: return value.isTruthy == constant.value(scratch.constants).isTruthy
        case .null: return true
        case .object, .array: return false
        }
    }
}

extension ValueRule {
    /// Of what is not null or false.
    @inline(__always)
    func isMissing(_ value: JSONValue, _ scratch: inout MappingScratch) -> Bool {
        switch self {
        case .plain: return false
        case .text: return value.kind == .string && value.count == 2
        case .insertID: break
        case .userID: if value.kind != .string && value.kind != .number { return true }
        }
        if value.kind == .string && value.count == 2 { return true }
        // No placeholder is as long as most ids are.
        return value.count <= 38 * 6 && Placeholder.matches(scratch.plainText(of: value))
    }
}
